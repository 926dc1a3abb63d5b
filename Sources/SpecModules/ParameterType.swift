import Diagnostics
package import SpecSyntax

/// The types that a module's parameters can have.
package enum ParameterType: String, CaseIterable, Sendable {
    case integer, number, boolean, text
    /// A kernel or a stride: one number, or `[height, width]`.
    case size
    /// A size, or `same`.
    case padding

    package var description: String {
        switch self {
        case .integer: return "a whole number"
        case .number: return "a number"
        case .boolean: return "`true` or `false`"
        case .text: return "text"
        case .size: return "a whole number, or `[height, width]`"
        case .padding: return "a whole number, `[height, width]`, or `same`"
        }
    }

    /// What a use may write, for editors.
    package var schema: ValueSchema {
        let size = ValueSchema.either([.wholeNumber, .list(of: .wholeNumber, count: 2...2)])
        switch self {
        case .integer: return .wholeNumber
        case .number: return .number(NumberLimits())
        case .boolean: return .boolean
        case .text: return .text()
        case .size: return size
        case .padding: return .either([size, .words(["same"])])
        }
    }

    /// Whether a use may write this.
    func accepts(_ node: SyntaxNode) -> Bool {
        guard let text = node.scalar?.text, !node.isEmpty else {
            guard self == .size || self == .padding, let items = node.sequence else { return false }
            return items.count == 2 && items.allSatisfy { ParameterType.integer.accepts($0) }
        }
        switch self {
        case .integer, .size: return parseInteger(text) != nil
        case .number: return parseNumber(text) != nil
        case .boolean: return ["true", "false", "yes", "no", "on", "off"].contains(text)
        case .text: return true
        case .padding: return parseInteger(text) != nil || text == "same"
        }
    }
}

extension FieldFormat where Value == SyntaxNode {
    /// What a use gives to a parameter of this type.
    static func argument(of type: ParameterType) -> FieldFormat {
        FieldFormat(type.description, placeholder: steps.placeholder, schema: type.schema) { node, _ in
            type.accepts(node) ? .value(node) : .unfit
        }
    }
}

extension ParameterType {
    /// What the default of a parameter of this type may be, for editors.
    var defaults: ValueSchema.Dependency {
        ValueSchema.Dependency(
            where: "type", is: rawValue,
            FieldReader.declarations { $0.ifPresent("default", .argument(of: self), help: "") })
    }
}

extension FieldFormat where Value == ParameterType {
    static var parameterType: FieldFormat {
        let names = ParameterType.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        return FieldFormat(
            "a type (\(names))", placeholder: .integer, schema: .words(ParameterType.allCases.map(\.rawValue))
        ) { node, context in
            guard let text = node.scalar?.text, !node.isEmpty else { return .unfit }
            if let type = ParameterType(rawValue: text) { return .value(type) }
            let meant = nearestName(to: text, among: ParameterType.allCases.map(\.rawValue))
            context.report(
                Diagnostic(
                    "unknown-name", "there is no type `\(abbreviated(text))`", at: node.span,
                    help: meant.map { "write `\($0)`" } ?? "choose one of \(names)"))
            return .reported
        }
    }
}

extension ValueSchema {
    fileprivate static var wholeNumber: ValueSchema { .integer(Int.min...Int.max) }
}
