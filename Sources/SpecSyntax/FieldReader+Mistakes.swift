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

    /// - Parameters:
    ///   - meant: the field that the key most likely means, of those that are not there.
    ///   - present: the fields that are there.
    func unknownKey(
        _ entry: SyntaxNode.Entry, meant: String?, known: [String], present: [SyntaxNode.Entry]
    ) -> Diagnostic {
        let help: String
        if let name = runOn(entry, among: known) {
            help = "put a space behind the colon: `\(name): \(entry.key.dropFirst(name.count + 1))`"
        } else if let meant {
            help = entry.keySpan.remedy(writing: meant)
        } else if let double = nearestName(to: entry.key, among: known) {
            // A key that a change brought, from the command line or another file, was to change the one that is there.
            let isChange = present.contains { $0.key == double && $0.keySpan.file != entry.keySpan.file }
            help =
                isChange
                ? entry.keySpan.remedy(writing: double) : "change `\(double)` instead, which is there already"
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

    func wrongType<Value>(_ entry: SyntaxNode.Entry, _ format: FieldFormat<Value>) -> Diagnostic {
        Diagnostic(
            "wrong-type", "`\(abbreviated(entry.key))` must be \(format.description), found \(entry.value.foundText)",
            at: entry.value.isEmpty ? entry.keySpan : entry.value.span, help: remedy(entry, format))
    }

    private func remedy<Value>(_ entry: SyntaxNode.Entry, _ format: FieldFormat<Value>) -> String? {
        if let own = format.remedy(entry.value) { return own }
        if let name = entry.value.misformedExpression { return "write `\"${\(name)}\"` for the value of a parameter" }
        let standard = declarations.last { $0.name == entry.key }?.defaultText
        return format.schema().remedy(for: entry.value, of: abbreviated(entry.key), default: standard)
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
