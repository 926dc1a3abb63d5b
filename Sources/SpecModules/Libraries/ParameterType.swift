import Diagnostics
package import SpecSyntax

/// What a use may write for a parameter: a value of a kind, in a range or among a few where the module says so.
package struct ParameterType: Sendable {
    let kind: ParameterKind
    var range = ParameterRange()
    /// The only values there are; empty where any will do.
    package var choices: [String] = []

    package var description: String {
        guard choices.isEmpty else { return listed(choices) }
        switch kind {
        case .integer: return "a whole number\(range.description)"
        case .number: return "a number\(range.description)"
        case .boolean: return "`true` or `false`"
        case .text: return "text"
        case .size: return "a whole number\(range.description), or `[height, width]`"
        case .padding: return "a whole number\(range.description), `[height, width]`, \(PaddingForm.description)"
        case .layers: return "a list of layers"
        }
    }

    /// What a use may write, for editors.
    package var schema: ValueSchema {
        guard choices.isEmpty else { return .words(choices) }
        let size = ValueSchema.either([range.integers, .list(of: range.integers, count: 2...2)])
        switch kind {
        case .integer: return range.integers
        case .number: return range.numbers
        case .boolean: return .boolean
        case .text: return .text()
        case .size: return size
        case .padding:
            let side = FieldFormat<SyntaxNode>.anything("", schema: size)
            let sides = FieldReader.declarations { fields in
                for name in PaddingForm.sides { _ = fields.required(name, side, help: "rows and columns there") }
            }
            return .either([size, .words(PaddingForm.words), .fields(sides)])
        case .layers: return .either([.list(of: .part("step")), .expression])
        }
    }

    /// What to write instead of a value that a use may not write, where its form tells what was meant.
    func remedy(for node: SyntaxNode) -> Remedy? {
        switch kind {
        case .layers: FieldFormat.steps.remedy(node)
        case .size, .padding: node.asExtentRemedy ?? node.asIntegerRemedy
        case .integer: node.asIntegerRemedy
        case .number, .boolean, .text: nil
        }
    }

    /// Whether a use may write this.
    func accepts(_ node: SyntaxNode) -> Bool {
        if kind == .layers { return node.steps != nil }
        guard let text = node.scalar?.text, !node.isEmpty else {
            if kind == .padding, let entries = node.mapping {
                let size = ParameterType(kind: .size, range: range)
                return entries.map(\.key).sorted() == PaddingForm.sides.sorted()
                    && entries.allSatisfy { size.accepts($0.value) }
            }
            guard kind == .size || kind == .padding, let items = node.sequence else { return false }
            let side = ParameterType(kind: .integer, range: range)
            return items.count == 2 && items.allSatisfy(side.accepts)
        }
        guard choices.isEmpty else { return choices.contains { isSame($0, text) } }
        switch kind {
        case .integer, .size: return isInteger(text)
        case .number: return parseNumber(text).map(range.contains) ?? false
        case .boolean: return ["true", "false", "yes", "no", "on", "off"].contains(text)
        case .text: return true
        case .padding: return isInteger(text) || PaddingForm.words.contains(text)
        case .layers: return false
        }
    }

    /// The choice that a wrong one was most likely meant to be.
    func choice(nearest node: SyntaxNode) -> String? {
        node.scalar.flatMap { nearestName(to: $0.text, among: choices) }
    }

    private func isInteger(_ text: String) -> Bool {
        parseInteger(text).map { range.contains(Double($0)) } ?? false
    }

    /// Whether two texts are one value: `5e-1` is `0.5` where a number is wanted.
    private func isSame(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        guard kind != .text, let left = parseNumber(left), let right = parseNumber(right) else { return false }
        return left == right
    }

    /// `a`, `b` or `c`, each in backticks.
    private func listed(_ words: [String]) -> String {
        let quoted = words.map { "`\(abbreviated($0))`" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
        return "\(quoted.dropLast().joined(separator: ", ")) or \(last)"
    }
}
