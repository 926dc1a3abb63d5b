import Diagnostics

/// A syntax tree as JSON, keys in the order in which they stand, which means something in a spec.
extension JSONValue {
    /// With scalars as they are written: plain ones that JSON knows as numbers, `true`, `false` or nothing are these, all
    /// others strings.
    package init(written node: SyntaxNode) {
        self.init(node) { scalar in
            let isNumber = scalar.text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
            return scalar.isPlain && isNumber ? .digits(scalar.text) : nil
        }
    }

    /// What an editor makes of a value as specs write it, with numbers as they are read; nil for what is no YAML.
    package init?(specText text: String) {
        let file = SourceFile(path: "", text: text)
        guard let node = YAMLReader.read(file, into: DiagnosticCollector()) else { return nil }
        self.init(node) { scalar in
            guard scalar.isPlain else { return nil }
            return parseInteger(scalar.text).map { .integer($0) } ?? parseNumber(scalar.text).map { .number($0) }
        }
    }

    private init(_ node: SyntaxNode, number: (SyntaxNode.Scalar) -> JSONValue?) {
        switch node.content {
        case .scalar(let scalar):
            let isWord = scalar.isPlain && ["true", "false"].contains(scalar.text)
            self =
                node.isEmpty
                ? .null : isWord ? .boolean(scalar.text == "true") : number(scalar) ?? .string(scalar.text)
        case .sequence(let items): self = .array(items.map { JSONValue($0, number: number) })
        case .mapping(let entries):
            self = .object(entries.map { Member(key: $0.key, value: JSONValue($0.value, number: number)) })
        }
    }
}
