import Diagnostics
import Layers
import SpecModules
import SpecSyntax

/// Whether a run's network is still the one that its weights belong to, layer by layer after expansion.
struct NetworkComparison {
    private let before: ExpandedNetwork
    private let after: ExpandedNetwork
    private let comparison: FieldComparison
    /// Where the specs have their networks.
    private let networks: (before: SourceSpan, after: SourceSpan)
    private let reason = "the weights belong to that network"

    init(
        _ before: ExpandedNetwork, _ after: ExpandedNetwork, by comparison: FieldComparison,
        networks: (before: SourceSpan, after: SourceSpan)
    ) {
        (self.before, self.after, self.comparison, self.networks) = (before, after, comparison, networks)
    }

    /// The first place where the layers are others, or else every field that must stay and differs.
    var mistakes: [Diagnostic] {
        structure.map { [$0] }
            ?? zip(before.layers, after.layers).flatMap { old, new in
                fields(old, new).compactMap { Diagnostic(resuming: $0) }.map { $0.adding(notes: new.trace) }
            }
    }

    private func fields(_ old: ExpandedLayer, _ new: ExpandedLayer) -> [FieldComparison.Difference] {
        guard text(old) != text(new), let kind = LayerCatalogue.kind(named: new.kind) else { return [] }
        return comparison.differences(
            of: FieldReader.declarations(of: kind.make), old.fields, new.fields, at: new.path,
            places: (old.kindSpan, new.kindSpan), reason: reason)
    }

    private func text(_ layer: ExpandedLayer) -> [String] { layer.fields.map { "\($0.key): \($0.value)" } }

    /// What is said of the first layer or auxiliary classifier that is another or has other inputs.
    private var structure: Diagnostic? {
        let (old, new) = (before.layers, after.layers)
        let places = 0..<max(old.count, new.count)
        if let place = places.first(where: { !isSame($0) }) {
            let (known, given) = (
                old.indices.contains(place) ? old[place] : nil, new.indices.contains(place) ? new[place] : nil
            )
            return mistake(
                "layer \(place + 1)", known.map { words($0, before) }, given.map { words($0, after) },
                (known?.kindSpan, given?.kindSpan))
        }
        let (heads, others) = (before.auxiliaries, after.auxiliaries)
        guard let place = heads.indices.first(where: { !isSame(heads[$0], others[$0]) }) else { return nil }
        return mistake(
            "auxiliary classifier \(place + 1)", words(heads[place]), words(others[place]),
            (heads[place].span, others[place].span))
    }

    private func mistake(
        _ what: String, _ known: String?, _ given: String?, _ spans: (before: SourceSpan?, after: SourceSpan?)
    ) -> Diagnostic {
        Diagnostic(
            .resume,
            "\(what) of the network must stay \(known ?? "left out") when the run goes on, found \(given ?? "none"): "
                + reason, at: spans.after ?? networks.after, help: Diagnostic.helpToResume(nil),
            notes: [.init("the network that the run was begun with", at: spans.before ?? networks.before)])
    }

    private func isSame(_ place: Int) -> Bool {
        guard place < before.layers.count, place < after.layers.count else { return false }
        let (old, new) = (before.layers[place], after.layers[place])
        return old.path == new.path && old.kind == new.kind && old.sources == new.sources
            && owners(old, before) == owners(new, after)
    }

    /// Whose parameters a layer uses, by the paths of these and the parameters' names; all of one layer is one.
    private func owners(_ layer: ExpandedLayer, _ network: ExpandedNetwork) -> [String: String] {
        Dictionary(
            layer.weights.compactMap { weight in
                guard case .layer(let place) = weight.owner else { return nil }
                return (weight.parameter ?? "*", network.layers[place].path)
            }
        ) { first, _ in first }
    }

    /// An auxiliary classifier's layers are among the network's.
    private func isSame(_ old: ExpandedAuxiliary, _ new: ExpandedAuxiliary) -> Bool {
        old.path == new.path && old.weight == new.weight
    }

    /// `` `fc`, a `linear` that reads `pool` ``
    private func words(_ layer: ExpandedLayer, _ network: ExpandedNetwork) -> String {
        let sources = layer.sources.map { source in
            if case .layer(let place) = source { "`\(network.layers[place].path)`" } else { "the input" }
        }
        let owners = Set(owners(layer, network).values).sorted().map { "`\($0)`" }.joined(separator: ", ")
        let shared = owners.isEmpty ? "" : " and has parameters of \(owners)"
        return "`\(layer.path)`, a `\(layer.kind)` that reads \(sources.joined(separator: ", "))\(shared)"
    }

    private func words(_ head: ExpandedAuxiliary) -> String { "`\(head.path)` with weight \(head.weight)" }
}
