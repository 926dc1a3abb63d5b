import Datasets
import Diagnostics
import Layers
import Networks
import SpecModules
import SpecSyntax
import Tensors
import Training

/// The top level of a spec, its fields read; the network's steps are still to be expanded.
struct Spec {
    /// The version of the language that this program reads.
    static let languageVersion = 1

    /// The whole, with misspelt keys read as what they most likely mean.
    let tree: SyntaxNode
    let name: String
    /// Nil after a mistake in it, as `classes`, `network`, `data` and `training`.
    let input: Shape?
    let classes: Int?
    let network: SyntaxNode?
    let networkSpan: SourceSpan
    let data: DataSettings?
    let training: TrainSettings?
    let lints: LintSettings
    private let assertions: [SyntaxNode.Entry]
    private let fields: FieldReader

    /// Nil, with the reason reported, for what is no spec at all.
    init?(_ tree: SyntaxNode, file: SourceFile, into collector: DiagnosticCollector) {
        guard let entries = tree.mapping else {
            collector.report(
                Diagnostic(
                    "wrong-type",
                    "a spec must be a mapping with `netspec`, `input` and `network`, "
                        + "found \(tree.foundText)", at: tree.span))
            return nil
        }
        if let modules = entries.first(where: { $0.key == "modules" }), Self.isLibrary(tree) {
            collector.report(
                Diagnostic(
                    "library", "a spec must have a network, and this file holds only modules", at: modules.keySpan,
                    help: "name the file in `include` of a spec, and give that spec"))
            return nil
        }
        let context = FieldContext(collector: collector)
        self.init(FieldReader(entries, of: "spec", at: .beginning(of: file), context: context), tree: tree, file: file)
        if let meant = fields.corrected {
            self.init(
                FieldReader(meant, of: "spec", at: .beginning(of: file), context: context),
                tree: SyntaxNode(.mapping(meant), at: tree.span), file: file)
        }
    }

    /// What a spec may have at its top level.
    static var declarations: [FieldReader.Declaration] {
        let file = SourceFile(path: "", text: "")
        let nothing = SyntaxNode(.mapping([]), at: .beginning(of: file))
        return FieldReader.declarations { Self($0, tree: nothing, file: file) }
    }

    /// Reads and declares the fields.
    private init(_ fields: FieldReader, tree: SyntaxNode, file: SourceFile) {
        _ = fields.required("netspec", .version(Self.languageVersion), help: "the version of the spec language")
        name =
            fields.ifPresent("name", .text, help: "what the network is called; the file's name if left out")
            ?? Self.name(ofFileAt: file.path)
        _ = fields.ifPresent("include", .includes, help: "libraries whose modules the spec uses, relative to this file")
        _ = fields.ifPresent("modules", .modules, help: "modules of the spec's own")
        let shape = fields.required("input", .pictureShape, help: "the shape of a picture")
        classes = fields.ifPresent("classes", .integer(1...), help: "how many classes there are")
        let steps = fields.required("network", .network, help: "the layers, first to last")
        data =
            fields.ifPresent(
                "data", .mapping(of: "data", DataSettings.read), help: "where the pictures come from") ?? nil
        training =
            fields.ifPresent(
                "train", .mapping(of: "train", TrainSettings.read), help: "how the network is trained") ?? nil
        lints =
            (fields.ifPresent(
                "lint", .mapping(of: "lint", LintSettings.read), help: "what is warned of, and what not") ?? nil)
            ?? .standard
        assertions = fields.ifPresent("assert", .assertions, help: "totals and shapes that must hold") ?? []
        fields.finish()
        input = fields.faulty.contains("input") ? nil : shape
        network = fields.faulty.contains("network") ? nil : steps
        networkSpan = tree.mapping?.first { $0.key == "network" }?.keySpan ?? .beginning(of: file)
        (self.tree, self.fields) = (tree, fields)
    }

    /// Where the shape of a picture is given.
    var inputSpan: SourceSpan { fields.span(of: "input") }

    /// What `${…}` may name in the network itself.
    var constants: [String: SyntaxNode] {
        tree["classes"].map { ["classes": $0] } ?? [:]
    }

    /// What `${…}` may name, but for a mistake.
    var spoiledConstants: Set<String> { fields.faulty.intersection(["classes"]) }

    /// Whether `include` and `modules` are written as they must be.
    var namesAllModules: Bool { fields.faulty.isDisjoint(with: ["include", "modules"]) }

    /// Whether a file with modules is meant to be included by specs.
    private static func isLibrary(_ tree: SyntaxNode) -> Bool {
        tree["network"] == nil && tree["input"] == nil
    }

    /// How many classes there are, where the spec or its data say so.
    private var classCount: Int? { classes ?? data?.source.classCount }

    /// `nets/lenet.yaml` is called `lenet`.
    private static func name(ofFileAt path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.split(separator: ".").first.map(String.init) ?? file
    }
}

// MARK: Checks of the parts against each other

extension Spec {
    /// Holds the parts to each other: the data's shape and classes to those of the spec, and the network, if there is no
    /// mistake in it, to the classes and the assertions.
    ///
    /// - Parameter expanded: what the network was built from.
    func check(_ network: Network?, from expanded: ExpandedNetwork, into collector: DiagnosticCollector) {
        checkData(collector)
        guard let network else { return }
        let hasRightClasses = classes == nil || data.map { $0.source.classCount == classes } ?? true
        if hasRightClasses, checkScores(network, collector), training != nil || data != nil {
            checkLoss(network, collector)
        }
        if hasRightClasses {
            let wanted = classCount ?? network.shape(of: network.output).elementCount
            checkAuxiliaries(of: network, from: expanded, classes: wanted, into: collector)
        }
        for entry in assertions { Assertion(entry, network: network, into: collector)?.check() }
    }

    /// Whether there are as many scores as classes.
    private func checkScores(_ network: Network, _ collector: DiagnosticCollector) -> Bool {
        let shape = network.shape(of: network.output)
        guard !fields.faulty.contains("classes"), let wanted = classCount, shape.elementCount != wanted else {
            return true
        }
        let last = network.output.node.map { "`\(network.nodes[$0].path)`" } ?? "the input"
        let asked = Shape([wanted] + shape.lengths.dropFirst())
        let remedy =
            shape.lengths.dropFirst().allSatisfy { $0 == 1 }
            ? Network.change(of: network.output, to: asked, among: network.nodes) : nil
        collector.report(
            Diagnostic(
                "classes",
                "the last layer must give a score for each of the \(wanted) classes, and \(last) gives "
                    + "\(shape)", at: classes == nil ? networkSpan : fields.span(of: "classes"),
                help: remedy.map { "write `\($0.change)` in `\(network.nodes[$0.node].path)`" }
                    ?? (shape[0] == wanted ? "end the network with `- global-average-pool`" : nil)
                    ?? "end the network with `- linear: {outputs: \(classes == nil ? "\(wanted)" : "\"${classes}\"")}`")
        )
        return false
    }

    private func checkLoss(_ network: Network, _ collector: DiagnosticCollector) {
        if let node = network.output.node, network.nodes[node].layer.givesProbabilities {
            collector.report(
                Diagnostic(
                    "double-softmax",
                    "the network must end in scores to be trained and evaluated, and `\(network.nodes[node].path)` "
                        + "makes probabilities of them", at: networkSpan,
                    help: "remove `\(network.nodes[node].path)`: the loss takes the softmax itself"))
        }
        if let training, training.labelSmoothing > 0, network.losses.contains(where: { $0.auxiliary == nil }) {
            collector.report(
                Diagnostic(
                    "contradiction",
                    "`label-smoothing` in `train` is for the loss that is added, and the network ends in one of its own",
                    at: networkSpan, help: "write `label-smoothing` in the network's loss, or remove that loss"))
        }
        guard network.losses.allSatisfy({ $0.auxiliary != nil }) else { return }
        do throws(ShapeError) {
            _ = try SoftmaxCrossEntropy().outputShape([network.shape(of: network.output)])
        } catch {
            collector.report(
                Diagnostic("shape", "the loss at the end: \(error.message)", at: networkSpan, help: error.help))
        }
    }

    private func checkData(_ collector: DiagnosticCollector) {
        guard let data else { return }
        if let input, let shape = try? data.pictureShape(), shape != input {
            collector.report(
                Diagnostic(
                    "data-shape", "`input` must be the shape of the data's pictures, \(shape), found \(input)",
                    at: fields.span(of: "input"),
                    help: "write `input: {channels: \(shape[0]), height: \(shape[1]), width: \(shape[2])}`"))
        }
        if let classes, classes != data.source.classCount {
            collector.report(
                Diagnostic(
                    "data-classes",
                    "`classes` must be the \(data.source.classCount) classes of the data, "
                        + "found `\(classes)`", at: fields.span(of: "classes"),
                    help: "write `classes: \(data.source.classCount)`"))
        }
    }
}
