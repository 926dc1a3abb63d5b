import Diagnostics
import SpecSyntax

/// The kinds of values that a module's parameters can have.
package enum ParameterKind: String, CaseIterable, Sendable {
    case integer, number, boolean, text
    /// A kernel or a stride: one number, or `[height, width]`.
    case size
    /// A size, one for each side of the picture, or a word for a rule.
    case padding
    /// A list of steps, which the module places with `- ${name}`.
    case layers

    /// Whether its values are numbers, or made of numbers, that a range can hold.
    var hasRange: Bool { [.integer, .number, .size, .padding].contains(self) }

    /// Whether a few of its values can be told apart by what is written.
    var hasChoices: Bool { [.integer, .number, .text].contains(self) }
}

extension ParameterKind {
    /// What the default of a parameter of this kind may be, for editors.
    var defaults: ValueSchema.Dependency {
        let type = ParameterType(kind: self)
        let format = FieldFormat<SyntaxNode>.anything(
            type.description, schema: self == .layers ? type.schema : .either([type.schema, .expression]))
        return ValueSchema.Dependency(
            where: "type", is: rawValue, FieldReader.declarations { $0.ifPresent("default", format, help: "") })
    }
}

extension FieldFormat where Value == ParameterKind {
    static var parameterKind: FieldFormat {
        let names = ParameterKind.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        return FieldFormat(
            "a type (\(names))", placeholder: .integer, schema: .words(ParameterKind.allCases.map(\.rawValue))
        ) { node, context in
            guard let text = node.scalar?.text, !node.isEmpty else { return .unfit }
            if let kind = ParameterKind(rawValue: text) { return .value(kind) }
            let meant = nearestName(to: text, among: ParameterKind.allCases.map(\.rawValue))
            context.report(
                Diagnostic(
                    .unknownName, "there is no type `\(abbreviated(text))`", at: node.span,
                    help: meant.map(node.remedy(writing:)) ?? "choose one of \(names)"))
            return .reported
        }
    }
}
