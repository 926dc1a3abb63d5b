import SpecSyntax

/// A module that several groups of steps are uses of: what they have in common, and a parameter for each number that differs.
struct FoundModule: Sendable {
    /// A number that differs from use to use.
    struct Parameter: Sendable {
        let name: String
        /// `integer`, `number`, `size`, `padding`, `boolean`.
        let type: String
        let step: Int
        let field: String
    }

    let name: String
    let parameters: [Parameter]
    let uses: [StepGroup]
    /// Whether the channels that arrive differ, and are a parameter that is held to them.
    let hasPlanes: Bool
}

extension FoundModule {
    /// What several groups share, in the order in which they first stand.
    ///
    /// - Parameter planes: how many channels arrive at a group; nil where that is not known.
    static func all(
        _ groups: [StepGroup], in draft: NetDraft, names: inout StepNames, stem: ([StepGroup]) -> String,
        planes: (StepGroup) -> Int?
    ) -> [FoundModule] {
        var order: [[String]] = []
        var bySilhouette: [[String]: [StepGroup]] = [:]
        for group in groups {
            let silhouette = draft.silhouette(of: group)
            if bySilhouette[silhouette] == nil { order.append(silhouette) }
            bySilhouette[silhouette, default: []].append(group)
        }
        return order.compactMap { silhouette in
            guard let uses = bySilhouette[silhouette], uses.count > 1 else { return nil }
            let arriving = uses.map(planes)
            let hasPlanes = arriving.allSatisfy { $0 != nil } && Set(arriving).count > 1
            return FoundModule(
                name: names.take(stem(uses)), parameters: parameters(of: uses, in: draft), uses: uses,
                hasPlanes: hasPlanes)
        }
    }

    private static func parameters(of uses: [StepGroup], in draft: NetDraft) -> [Parameter] {
        var taken: Set<String> = ["in_planes", "name", "from", "when", "lint", "and", "or", "not"]
        let first = uses[0]
        return first.steps.indices.flatMap { place -> [Parameter] in
            let fields = draft.steps[first.steps[place]].fields
            let differing = fields.indices.filter { field in
                Set(uses.map { draft.steps[$0.steps[place]].fields[field].value.description }).count > 1
            }
            return differing.map { field in
                let key = fields[field].key
                let values = uses.map { draft.steps[$0.steps[place]].fields[field].value }
                let isMain = ["filters", "outputs"].contains(key)
                let base = (isMain ? first.names[place] : "\(first.names[place])-\(key)").replacing("_", with: "-")
                // A name that is a number would be one in `${…}`.
                var name = parseNumber(base) == nil && base != "-" ? base : "\(key)-\(base)"
                var number = 1
                while !taken.insert(name).inserted {
                    number += 1
                    name = "\(base)-\(number)"
                }
                return Parameter(name: name, type: type(of: values, key), step: place, field: key)
            }
        }
    }

    private static func type(of values: [SyntaxNode], _ key: String) -> String {
        if key == "pad" { return "padding" }
        if ["kernel", "stride", "dilation", "offset"].contains(key) { return "size" }
        let texts = values.compactMap { $0.scalar?.text }
        if texts.allSatisfy({ ["true", "false"].contains($0) }) { return "boolean" }
        return texts.allSatisfy { parseInteger($0) != nil } ? "integer" : "number"
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
