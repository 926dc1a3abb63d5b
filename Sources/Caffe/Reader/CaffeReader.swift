package import Diagnostics
package import SpecSyntax

/// Reads Caffe's `.prototxt` files, networks and solvers, into a tree of the spec language whose places are those of the file.
///
/// Three steps: protobuf's text format into a message (`TextFormatReader`), the message held to Caffe's schema (`MessageCheck`),
/// and its layers into steps (`NetReading`, `NetLayout`, `SpecWriter`).
package struct CaffeReader {
    /// Reads the file that a solver names by its path; nil, with the reason reported, where that cannot be.
    package typealias Opening = (Located<String>) -> SourceFile?

    /// The tree of a spec; nil, with the reason in `collector`, where there is none.
    package static func read(
        _ file: SourceFile, into collector: DiagnosticCollector, open: Opening
    ) -> SyntaxNode? {
        guard let spec = CaffeSpec(file, into: collector, open: open) else { return nil }
        return spec.tree
    }
}

/// What a Caffe file says: a network, and how it is trained where the file is a solver's.
struct CaffeSpec {
    let net: NetReading
    let layout: NetLayout
    let solver: SolverReading?
    let file: SourceFile
}

extension CaffeSpec {
    /// Nil, with the reason reported, where there is a mistake without which no network can be told.
    init?(_ file: SourceFile, into collector: DiagnosticCollector, open: CaffeReader.Opening) {
        guard let text = TextFormatReader.read(file, into: collector) else { return nil }
        guard text.fields.contains(where: { MessageSchema.solverMarks.contains($0.name) }) else {
            self.init(Self.checkedNet(text, into: collector), in: file, into: collector)
            return
        }
        let message = MessageCheck(collector: collector).check(text, .solver, of: "the solver")
        let solver = SolverReading(message: message, collector: collector)
        guard let net = solver.net(open: open) else {
            // The solver's own mistakes are told all the same.
            return nil
        }
        self.init(net, solver: solver, in: file, into: collector)
    }

    static func checkedNet(_ text: TextMessage, into collector: DiagnosticCollector) -> CheckedMessage {
        MessageCheck(collector: collector).check(text, .net, of: "the network")
    }

    private init?(
        _ message: CheckedMessage, solver: SolverReading? = nil, in file: SourceFile,
        into collector: DiagnosticCollector
    ) {
        let net = NetReading(message, state: solver?.message.message("train_state")?.value, into: collector)
        guard net.isWhole, let layout = NetLayout(net.draft, at: net.span, into: collector) else { return nil }
        layout.warnOfWeight(isScaled: solver != nil, into: collector)
        if solver != nil, let loss = net.draft.otherLosses.first {
            collector.report(
                Diagnostic(
                    .caffeUnsupported,
                    "a training must lower what is written, and only `SoftmaxWithLoss` can be learned from, found "
                        + "`\(loss.value)`", at: loss.span,
                    help: "give the network's own file, which can be counted, converted and run"))
            return nil
        }
        self.init(net: net.settlingShares(in: layout), layout: layout, solver: solver, file: file)
    }
}

extension CaffeSpec {
    /// The spec with one step for each layer, in their order.
    var tree: SyntaxNode {
        var writer = SpecWriter(net.draft, layout)
        let network = writer.network()
        return tree(network: network, modules: nil, paths: writer.paths)
    }

    /// - Parameter paths: of the steps, for the rules of parameters.
    func tree(network: [SyntaxNode], modules: SyntaxNode?, paths: [Int: String]) -> SyntaxNode {
        let start = SourceSpan.beginning(of: file)
        var fields = FieldList()
        fields.add("netspec", .plain("1", at: start), at: start)
        if let name = net.name {
            fields.add("name", SyntaxNode(.scalar(.init(name.value, isPlain: false)), at: name.span), at: name.nameSpan)
        }
        if let input = net.input { fields.add("input", input.shape, at: input.place) }
        if let classes { fields.add("classes", .plain(classes.text, at: classes.span), at: classes.span) }
        if let modules { fields.add("modules", modules, at: net.span.first) }
        fields.add("network", .list(network, at: net.span), at: net.span.first)
        // What learns from no classes is not held to those of the pictures.
        if let data = net.input?.data, net.draft.otherLosses.isEmpty { fields.add("data", data, at: data.span) }
        if let solver {
            let rules = RuleWriter(net.draft, paths: paths).rules
            fields.add(
                "train",
                SyntaxNode(
                    .mapping(solver.train(net, rules: rules, lossWeight: layout.lossWeight?.factor ?? 1)), at: start),
                at: start)
        }
        return SyntaxNode(.mapping(fields.entries), at: start)
    }

    /// How many scores the network ends in, where it learns to give them.
    private var classes: (text: String, span: SourceSpan)? {
        guard layout.isTrained, let last = layout.chain.last else { return nil }
        let step = net.draft.steps[last]
        let entry = step.fields.first { ["outputs", "filters"].contains($0.key) }
        return entry.flatMap { entry in entry.value.scalar.map { ($0.text, entry.value.span) } }
    }
}

extension SolverReading {
    /// The network that the solver trains: in the solver itself, or in a file that it names.
    func net(open: CaffeReader.Opening) -> CheckedMessage? {
        let inner = ["train_net_param", "net_param"].compactMap { message.message($0) }
        let paths = ["train_net", "net"].compactMap { message.text($0) }
        let places = (inner.map(\.nameSpan) + paths.map(\.nameSpan)).sorted { $0.start < $1.start }
        guard places.count == 1 else {
            let isMissing = places.isEmpty
            if !message.hasMistakes || !isMissing {
                collector.report(
                    Diagnostic(
                        isMissing ? .missingField : .contradiction,
                        isMissing ? "a solver needs the field `net`" : "a solver must name one network to train",
                        at: isMissing ? message.span.first : places[1],
                        help: isMissing ? "add `net: \"train_val.prototxt\"`" : "leave out all of them but one"))
            }
            return nil
        }
        if let net = inner.first { return net.value }
        guard let file = open(paths[0]) else { return nil }
        collector.remember(file, by: .init("it is named here", at: paths[0].span))
        guard let text = TextFormatReader.read(file, into: collector) else { return nil }
        return CaffeSpec.checkedNet(text, into: collector)
    }
}
