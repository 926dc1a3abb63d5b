extension FieldFormat {
    /// A mapping with fields of its own.
    package static func mapping<Content: Sendable>(
        of subject: String, _ read: @escaping @Sendable (FieldReader) -> Content
    ) -> FieldFormat where Value == Content? {
        FieldFormat(
            "a mapping with the fields of `\(subject)`", placeholder: nil,
            schema: .fields(FieldReader.declarations(of: read))
        ) { node, context in
            guard let entries = node.mapping else { return .unfit }
            let fields = FieldReader(entries, of: subject, at: node.span, context: context)
            let content = read(fields)
            fields.finish()
            return fields.failed ? .reported : .value(content)
        }
    }
}
