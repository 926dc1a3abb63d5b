import Diagnostics
import Layers
import Networks
import SpecModules

/// A number that a layer adds to a channel whose mean is subtracted next: it costs memory and changes nothing.
///
/// Source: Ioffe and Szegedy, ICML 2015, section 3.2.
enum BiasBeforeBatchNorm {
    static let lint: Lint = Lint(.biasBeforeBatchNorm, help: "a bias that the next layer subtracts again") {
        subject in
        let readers = subject.network.readers
        // A bias that others use is not the layer's alone to leave out.
        let sharing = Set(subject.network.sharedParameters.flatMap(\.uses).map(\.node))
        let redundant = subject.network.nodes.indices.filter {
            !sharing.contains($0) && isRedundant($0, in: subject.network, readers)
        }
        let places = Dictionary(grouping: redundant) { node in
            Place(
                span: subject.span(of: node), level: subject.levels.level(of: BiasBeforeBatchNorm.lint.code, at: node))
        }.values
        return places.sorted { $0[0] < $1[0] }.map { finding($0, in: subject, readers) }
    }

    /// Where a layer is written; what its use says of the lint tells further ones apart.
    private struct Place: Hashable {
        let span: SourceSpan
        let level: LintSettings.Level
    }

    private static func isRedundant(_ node: Int, in network: Network, _ readers: [Value: [Int]]) -> Bool {
        let value = Value(of: node)
        guard network.nodes[node].layer.channelSummand != nil, !network.isWanted(value), let next = readers[value]
        else { return false }
        return next.allSatisfy { network.nodes[$0].layer.subtractsChannelMeans }
    }

    /// - Parameter nodes: those that are written at one place, in uses of a module.
    private static func finding(
        _ nodes: [Int], in subject: LintSubject, _ readers: [Value: [Int]]
    ) -> Lint.Finding {
        let network = subject.network
        let name = network.nodes[nodes[0]].layer.channelSummand?.rawValue ?? ""
        let count = nodes.reduce(0) { total, node in
            let summand = network.nodes[node].parameters.filter { $0.name.rawValue == name }
            return total + summand.elementCount(.learned)
        }
        let reader = readers[Value(of: nodes[0])]?.first
        let note = reader.map {
            Diagnostic.Note("the mean is subtracted here", at: subject.span(of: $0))
        }
        let uses = nodes.count == 1 ? "" : " in \(nodes.count) layers"
        return subject.finding(
            "a `\(name)` should not stand before a layer that subtracts each channel's mean: it changes nothing",
            at: nodes[0], field: name,
            help: "write `\(subject.word(name, at: nodes[0])): false`, which saves \(count) parameters\(uses)",
            notes: note.map { [$0] } ?? [])
    }
}
