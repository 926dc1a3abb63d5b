import Diagnostics

/// What is said of mistakes in fields.
extension FieldReader {
    /// A name in backticks; words such as "the spec" as they are.
    private var quotedSubject: String { subject.contains(" ") ? subject : "`\(abbreviated(subject))`" }

    /// The field in `filters:4`, a key to YAML for want of a space.
    func runOn(_ entry: SyntaxNode.Entry, among names: [String]) -> String? {
        guard entry.value.isEmpty, let colon = entry.key.firstIndex(of: ":") else { return nil }
        let name = String(entry.key[..<colon])
        return names.contains(name) ? name : nil
    }

    func unknownKey(_ entry: SyntaxNode.Entry, meant: String?, known: [String]) -> Diagnostic {
        let help: String
        if let name = runOn(entry, among: known) {
            help = "put a space behind the colon: `\(name): \(entry.key.dropFirst(name.count + 1))`"
        } else if let meant {
            help = "write `\(meant)`"
        } else if let double = nearestName(to: entry.key, among: known) {
            help = "change `\(double)` instead, which is there already"
        } else {
            help = placeOrFields(of: entry.key, known: known)
        }
        return Diagnostic(
            "unknown-key", "\(quotedSubject) has no field `\(abbreviated(entry.key))`", at: entry.keySpan, help: help)
    }

    /// The fields that there are, if they are few, and where else in the language the key belongs.
    private func placeOrFields(of key: String, known: [String]) -> String {
        let fields = known.isEmpty ? "it has none" : "its fields are \(listed(known))"
        guard let place = context.collector.keyPlaces.help(for: key) else { return fields }
        return known.count > 6 ? place : "\(fields); \(place)"
    }

    func missingField(_ name: String) -> Diagnostic {
        let declaration = declarations.first { $0.name == name }
        return Diagnostic(
            "missing-field", "\(quotedSubject) needs the field `\(name)`", at: span,
            help: declaration.map { "add `\(name): …`, \($0.description): \($0.help)" })
    }

    func wrongType(_ entry: SyntaxNode.Entry, _ description: String, remedy: String?) -> Diagnostic {
        Diagnostic(
            "wrong-type", "`\(abbreviated(entry.key))` must be \(description), found \(entry.value.foundText)",
            at: entry.value.isEmpty ? entry.keySpan : entry.value.span,
            help: remedy ?? entry.value.misformedExpression.map { "write `\"${\($0)}\"` for the value of a parameter" })
    }
}

extension SyntaxNode {
    /// The name in what other languages write for `${name}`: `$name`, `$(name)`, `{name}`, `{{name}}`.
    fileprivate var misformedExpression: Substring? {
        guard let text = scalar?.text, let first = text.first, "${".contains(first) else { return nil }
        let inside = text.drop { "${(".contains($0) }.prefix { !"})".contains($0) }
        let isName = inside.allSatisfy { $0.isLetter || $0.isNumber || "_-".contains($0) }
        return isName && !inside.isEmpty ? inside : nil
    }
}
