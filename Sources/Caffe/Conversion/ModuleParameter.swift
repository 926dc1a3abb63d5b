import SpecSyntax

/// A parameter of a module that was found: what differs from use to use, and the fields that hold it.
struct ModuleParameter: Sendable {
    /// A field of a step of the module.
    struct Place: Hashable, Sendable {
        let step: Int
        let field: String
    }

    let name: String
    /// `integer`, `number`, `size`, `padding`, `boolean`.
    let type: String
    let places: [Place]
    /// What uses need not say; nil where each has to.
    let standard: SyntaxNode?
}

/// The fields of a module's steps that differ from use to use. Those that differ alike are one parameter.
struct ModuleFields {
    private struct Column {
        var places: [ModuleParameter.Place]
        /// One for each use.
        let values: [SyntaxNode]

        var field: String { places[0].field }
        /// Whether it says how many channels a step makes.
        var isMain: Bool { places.contains { ["filters", "outputs"].contains($0.field) } }
    }

    private let draft: NetDraft
    private let uses: [StepGroup]
    private var columns: [Column] = []
    /// The fields that hold the channels that arrive in each use.
    private(set) var planes: [ModuleParameter.Place] = []

    /// - Parameter arriving: the channels that arrive at each use; nil where these are no parameter.
    init(of uses: [StepGroup], arriving: [Int]?, in draft: NetDraft) {
        (self.uses, self.draft) = (uses, draft)
        let isResidual = JoinedWays.residual(uses[0], in: draft) != nil
        for (place, step) in uses[0].steps.enumerated() {
            for (number, field) in draft.steps[step].fields.enumerated() {
                let values = uses.map { draft.steps[$0.steps[place]].fields[number].value }
                guard Set(values.map(\.description)).count > 1 else { continue }
                add(Column(places: [.init(step: place, field: field.key)], values: values), arriving, isResidual)
            }
        }
    }

    private mutating func add(_ column: Column, _ arriving: [Int]?, _ isResidual: Bool) {
        let texts = column.values.map(\.description)
        let isCount = column.isMain || column.field == "groups"
        if isCount, isResidual || column.field == "groups", texts == arriving?.map(String.init) {
            return planes.append(column.places[0])
        }
        let same = columns.firstIndex { other in
            guard other.values.map(\.description) == texts else { return false }
            // Two branches of as many filters may be so by chance; what is added up, or has a filter for each channel, is not.
            return isCount
                ? (isResidual || column.field == "groups") && (other.isMain || other.field == "groups")
                : other.field == column.field
        }
        if let same { columns[same].places += column.places } else { columns.append(column) }
    }

    /// Those that every use has to say come first.
    func parameters(_ isStandard: YAMLConversion.Standard) -> [ModuleParameter] {
        let parameters = named(isStandard)
        return parameters.filter { $0.standard == nil } + parameters.filter { $0.standard != nil }
    }

    private func named(_ isStandard: YAMLConversion.Standard) -> [ModuleParameter] {
        var taken: Set<String> = ["in_planes", "name", "from", "when", "lint", "and", "or", "not"]
        return columns.map { column in
            let base = title(of: column)
            // A name that is a number would be one in `${…}`.
            var name = parseNumber(base) == nil && base != "-" ? base : "\(column.field)-\(base)"
            var number = 1
            while !taken.insert(name).inserted {
                number += 1
                name = "\(base)-\(number)"
            }
            return ModuleParameter(
                name: name, type: Self.type(of: column.values, column.field), places: column.places,
                standard: column.values.first { value in
                    column.places.allSatisfy { place in
                        isStandard(
                            draft.steps[uses[0].steps[place.step]].kind,
                            .init(key: place.field, keySpan: value.span, value: value))
                    }
                })
        }
    }

    /// The field's own name where no other parameter is for such fields; else with the step's name, or that alone for the
    /// channels that it makes. Those of a residual block are `width` inside and `filters` of the sum.
    private func title(of column: Column) -> String {
        if !column.isMain {
            let isOnly = columns.count { $0.field == column.field } == 1
            return isOnly ? column.field : "\(stepName(of: column))-\(column.field)"
        }
        guard let (body, _) = JoinedWays.residual(uses[0], in: draft), columns.count(where: \.isMain) <= 2,
            let last = body.last(where: { draft.steps[uses[0].steps[$0]].mainField != nil })
        else { return stepName(of: column) }
        return column.places.contains { $0.step == last } ? "filters" : "width"
    }

    private func stepName(of column: Column) -> String {
        uses[0].names[column.places[0].step].replacing("_", with: "-")
    }

    private static func type(of values: [SyntaxNode], _ key: String) -> String {
        if key == "pad" { return "padding" }
        if ["kernel", "stride", "dilation", "offset"].contains(key) { return "size" }
        let texts = values.compactMap { $0.scalar?.text }
        if texts.allSatisfy({ ["true", "false"].contains($0) }) { return "boolean" }
        return texts.allSatisfy { parseInteger($0) != nil } ? "integer" : "number"
    }
}
