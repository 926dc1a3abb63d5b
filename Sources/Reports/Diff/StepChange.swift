import Layers
import Networks
import SpecCompiler
import SpecModules
import SpecSyntax
import Tensors

/// What became of one step: a layer, a use of a module or an auxiliary classifier.
struct StepChange: Sendable {
    let fate: Fate
    let path: String
    let oldPath: String?
    /// The layer's type or the module's name.
    let type: Change<String>
    let outputShape: Change<Shape>
    let cost: Change<Cost>
    /// The arguments that differ.
    let arguments: [SettingChange]
}

extension StepChange {
    /// What differs between the steps of two specs, in the order after; what was removed stands last.
    ///
    /// - Parameter depth: how far modules are opened: 1 for the network's own list.
    static func all(
        from old: Experiment, to new: Experiment, _ matching: LayerMatching, _ layers: [LayerChange], depth: Int
    ) -> [StepChange] {
        let (before, after) = (steps(of: old, depth), steps(of: new, depth))
        let byPath = Dictionary(before.map { ($0.row.path, $0) }) { first, _ in first }
        let renamed = renamings(before, after, matching, old.network, new.network, depth)
        let touched = Set(layers.filter { $0.fate != .affected }.map { step(of: $0.path, depth) })
        let kept = after.compactMap { step -> StepChange? in
            guard let partner = byPath[step.row.path] ?? renamed[step.row.path].flatMap({ byPath[$0] }) else {
                return StepChange(nil, step, fate: .added, arguments: [])
            }
            let arguments = differences(from: partner, to: step)
            if partner.row.path != step.row.path {
                return StepChange(partner, step, fate: .renamed, arguments: arguments)
            }
            if !arguments.isEmpty || partner.row.type != step.row.type || touched.contains(step.row.path) {
                return StepChange(partner, step, fate: .changed, arguments: arguments)
            }
            let isSame = partner.row.cost == step.row.cost && partner.row.outputShape == step.row.outputShape
            return isSame ? nil : StepChange(partner, step, fate: .affected, arguments: [])
        }
        let remaining = Set(after.map(\.row.path)).union(renamed.values)
        let removed = before.filter { !remaining.contains($0.row.path) }
        return kept + removed.map { StepChange($0, nil, fate: .removed, arguments: []) }
    }

    private init(_ before: Step?, _ after: Step?, fate: Fate, arguments: [SettingChange]) {
        self.fate = fate
        path = after?.row.path ?? before?.row.path ?? ""
        oldPath = before?.row.path
        type = .init(before: before?.row.type, after: after?.row.type)
        outputShape = .init(before: before?.row.outputShape, after: after?.row.outputShape)
        cost = .init(before: before?.row.cost, after: after?.row.cost)
        self.arguments = arguments
    }
}

/// A step and the arguments that it gives, if it uses a module.
private struct Step {
    let row: Summary.Row
    let arguments: [SyntaxNode.Entry]
    /// The parameters of the module, if it uses one.
    let parameters: [FieldReader.Declaration]
}

private func steps(of experiment: Experiment, _ depth: Int) -> [Step] {
    let rows = Summary(experiment.network, phase: .training).rows(toDepth: depth)
    let isOpened = zip(rows, rows.dropFirst()).map { $0.depth < $1.depth } + [false]
    return zip(rows, isOpened).filter { !$0.1 }.map { row, _ in
        let use = row.module.map { experiment.network.modules[$0].origin }
        let module = use.flatMap { use in experiment.parts.library.definitions.first { $0.name == use.module } }
        return Step(row: row, arguments: use?.arguments ?? [], parameters: module?.parameterDeclarations ?? [])
    }
}

/// The path of the step that a layer is, or is in.
func step(of path: String, _ depth: Int) -> String {
    path.split(separator: "/").prefix(depth).joined(separator: "/")
}

/// For steps that are only after, the step before, and only there, that its first layer's partner was in.
private func renamings(
    _ before: [Step], _ after: [Step], _ matching: LayerMatching, _ old: Network, _ new: Network, _ depth: Int
) -> [String: String] {
    let (known, given) = (Set(before.map(\.row.path)), Set(after.map(\.row.path)))
    var taken: Set<String> = []
    var result: [String: String] = [:]
    for index in new.nodes.indices {
        let name = step(of: new.nodes[index].path, depth)
        guard !known.contains(name), result[name] == nil, let partner = matching.before[index] else { continue }
        let oldName = step(of: old.nodes[partner].path, depth)
        if !given.contains(oldName), taken.insert(oldName).inserted { result[name] = oldName }
    }
    return result
}

/// Arguments that differ, in the order after; those of another module only where both have them.
private func differences(from before: Step, to after: Step) -> [SettingChange] {
    let known = Dictionary(before.arguments.map { ($0.key, $0) }) { first, _ in first }
    let parameters = Dictionary(after.parameters.map { ($0.name, $0) }) { first, _ in first }
    let comparison = FieldComparison.ofLanguage()
    let names = Set(after.arguments.map(\.key))
    return after.arguments.compactMap { argument in
        let old = known[argument.key]
        if let old {
            let isSame =
                parameters[argument.key].map { comparison.isSame($0, in: [old], and: [argument]) }
                ?? (old.value.description == argument.value.description)
            if isSame { return nil }
        }
        return SettingChange(
            name: argument.key, before: old?.value.description, after: argument.value.description)
    }
        + before.arguments.filter { !names.contains($0.key) }.map { argument in
            SettingChange(name: argument.key, before: argument.value.description, after: nil)
        }
}
