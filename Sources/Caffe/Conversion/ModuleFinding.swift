import SpecSyntax

/// A module that several groups of steps are uses of: what they have in common, and a parameter for each number that differs.
struct FoundModule: Sendable {
    let name: String
    let parameters: [ModuleParameter]
    let uses: [StepGroup]
    /// Whether the channels that arrive differ, and are a parameter that is held to them.
    let hasPlanes: Bool
    /// The fields that hold the channels that arrive.
    let planes: [ModuleParameter.Place]
}

extension FoundModule {
    /// What stands for a field of a step inside; nil where the field is the same in all uses.
    func parameter(for place: ModuleParameter.Place) -> String? {
        planes.contains(place) ? "in_planes" : parameters.first { $0.places.contains(place) }?.name
    }

    /// What several groups share, in the order in which they first stand.
    ///
    /// - Parameters:
    ///   - title: what a module of some groups is called.
    ///   - planes: how many channels arrive at a group; nil where that is not known.
    ///   - isStandard: whether a field may be left out of a layer.
    static func all(
        _ groups: [StepGroup], in draft: NetDraft, names: inout StepNames, title: ([StepGroup]) -> String,
        planes: (StepGroup) -> Int?, isStandard: YAMLConversion.Standard
    ) -> [FoundModule] {
        var order: [[String]] = []
        var bySilhouette: [[String]: [StepGroup]] = [:]
        for group in groups {
            let silhouette = draft.silhouette(of: group)
            if bySilhouette[silhouette] == nil { order.append(silhouette) }
            bySilhouette[silhouette, default: []].append(group)
        }
        return order.compactMap { silhouette in
            guard let alike = bySilhouette[silhouette], alike.count > 1 else { return nil }
            let uses = StepGroup.named(alike)
            let arriving = uses.compactMap(planes)
            let hasPlanes = arriving.count == uses.count && Set(arriving).count > 1
            let fields = ModuleFields(of: uses, arriving: hasPlanes ? arriving : nil, in: draft)
            return FoundModule(
                name: names.take(title(uses), separator: "-"), parameters: fields.parameters(isStandard), uses: uses,
                hasPlanes: hasPlanes, planes: fields.planes)
        }
    }
}

extension NetDraft {
    /// What two groups must have in common to be uses of one module: their steps' names, types, sources and fields, but not the
    /// numbers in these.
    fileprivate func silhouette(of group: StepGroup) -> [String] {
        let places = Dictionary(uniqueKeysWithValues: group.steps.enumerated().map { ($0.element, $0.offset) })
        return zip(group.steps, group.names).flatMap { number, name -> [String] in
            let step = steps[number]
            let sources = step.sources.map { $0.step.flatMap { places[$0] }.map { "\($0)" } ?? "in" }
            return [name, step.kind, sources.joined(separator: ",")]
                + step.fields.map { $0.value.isParameter ? $0.key : "\($0.key)=\($0.value)" }
        }
    }
}

extension SyntaxNode {
    /// Whether it is a number, a truth value, or a height and a width.
    fileprivate var isParameter: Bool {
        if let text = scalar?.text { return parseNumber(text) != nil || ["true", "false"].contains(text) }
        return sequence?.allSatisfy { $0.scalar.map { parseInteger($0.text) != nil } ?? false } ?? false
    }
}
