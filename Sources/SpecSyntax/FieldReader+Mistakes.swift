import Diagnostics

/// What is said of mistakes in fields.
extension FieldReader {
    /// A name in backticks; words such as "the spec" as they are.
    private var quotedSubject: String { subject.contains(" ") ? subject : "`\(abbreviated(subject))`" }

    /// - Parameters:
    ///   - meant: the field that the key most likely means, of those that are not there.
    ///   - present: the fields that are there.
    func unknownKey(
        _ entry: SyntaxNode.Entry, meant: UnknownKeys.Meaning?, known: [String], present: [SyntaxNode.Entry]
    ) -> Diagnostic {
        let help: Remedy =
            switch meant {
            case .joined(let name): joinedHelp(entry, name)
            case .misspelt(let name): misspeltHelp(entry, name)
            case .missing(let name): missingHelp(entry, name)
            case nil:
                writtenAlready(entry, known: known, present: present) ?? placeOrFields(of: entry, known: known)
            }
        return Diagnostic(
            .unknownKey, "\(quotedSubject) has no field `\(abbreviated(entry.key))`", at: entry.keySpan, help: help)
    }

    private func misspeltHelp(_ entry: SyntaxNode.Entry, _ name: String) -> Remedy {
        let change = entry.keySpan.remedy(writing: name)
        switch context.collector.keyPlaces.values(ofAlias: entry.key, for: name) {
        case .same: return change
        case .different(let how): return Remedy("\(change.words), \(how)")
        case .words(let words):
            guard let value = entry.value.scalar.flatMap({ words[$0.text.lowercased()] }) else {
                return Remedy("\(change.words), which is one of \(listed(Set(words.values).sorted()))")
            }
            return Remedy(
                "write `\(name): \(value)`", edits: change.edits + entry.value.remedy(writing: value).edits)
        }
    }

    private func joinedHelp(_ entry: SyntaxNode.Entry, _ name: String) -> Remedy {
        let rest = String(entry.key.dropFirst(name.count + 1))
        let isColonThere = entry.key.dropFirst(name.count).first == ":"
        let missing = isColonThere ? "a space behind the colon" : "a colon behind the name"
        return Remedy(
            "put \(missing): `\(name): \(abbreviated(rest))`",
            // Behind the key of a value there is a colon more.
            edits: entry.value.span.text?.isEmpty ?? false ? entry.keySpan.edits(writing: "\(name): \(rest)") : [])
    }

    private func missingHelp(_ entry: SyntaxNode.Entry, _ name: String) -> Remedy {
        let change = entry.keySpan.remedy(writing: name)
        let place = context.collector.keyPlaces.help(for: entry.key).map { "; \($0)" } ?? ""
        // Where the key belongs elsewhere there is a choice.
        let words = "\(change.words), which is needed here\(place)"
        return place.isEmpty ? change.inWords(words) : Remedy(words)
    }

    /// What to say of a key that means a field that is written too; nil where it means none.
    private func writtenAlready(
        _ entry: SyntaxNode.Entry, known: [String], present: [SyntaxNode.Entry]
    ) -> Remedy? {
        let elsewhere = context.collector.keyPlaces.keys(forAlias: entry.key)
        guard let double = nearestName(to: entry.key, among: known) ?? elsewhere.first(where: known.contains) else {
            return nil
        }
        // A key that a change brought, from the command line or another file, was to change the one that is there.
        let isChange = present.contains { $0.key == double && $0.keySpan.file != entry.keySpan.file }
        return isChange ? entry.keySpan.remedy(writing: double) : "change `\(double)` instead, which is there already"
    }

    /// The fields that there are, if they are few, and where else in the language the key belongs, or its value.
    private func placeOrFields(of entry: SyntaxNode.Entry, known: [String]) -> Remedy {
        let fields = known.isEmpty ? "it has none" : "its fields are \(listed(known))"
        let places = context.collector.keyPlaces
        guard let place = places.help(for: entry.key) ?? entry.value.scalar.flatMap({ places.stepHelp(for: $0.text) })
        else { return Remedy(fields) }
        return known.count > 6 ? Remedy(place) : "\(fields); \(place)"
    }

    func missingField(_ name: String) -> Diagnostic {
        let declaration = declarations.first { $0.name == name }
        return Diagnostic(
            .missingField, "\(quotedSubject) needs the field `\(name)`", at: span,
            help: declaration.map {
                if let value = $0.schema().onlyValue {
                    return Remedy(
                        "add `\(name): \(value)`, \($0.help)", edits: firstKey?.edits(adding: name, "\(value)") ?? [])
                }
                return "add `\(name): …`, \($0.description): \($0.help)"
            })
    }

    func wrongType<Value>(_ entry: SyntaxNode.Entry, _ format: FieldFormat<Value>) -> Diagnostic {
        Diagnostic(
            .wrongType,
            "`\(abbreviated(entry.key))` must be \(demand(format, of: entry.value)), found \(entry.value.foundText)",
            at: entry.value.isEmpty ? entry.keySpan : entry.value.span, help: remedy(entry, format))
    }

    /// What a value must be. An upper end that is every whole number's is named only where the value is beyond it.
    private func demand<Value>(_ format: FieldFormat<Value>, of value: SyntaxNode) -> String {
        guard case .integer(let range, isOdd: false) = format.schema(), isBeyondLargestInteger(value.scalar?.text ?? "")
        else {
            return format.description
        }
        return "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    private func remedy<Value>(_ entry: SyntaxNode.Entry, _ format: FieldFormat<Value>) -> Remedy? {
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
