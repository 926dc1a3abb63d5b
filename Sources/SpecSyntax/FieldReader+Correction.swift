package import Diagnostics

extension FieldReader {
    /// Reads the fields of one mapping and reports its mistakes. Misspelt names are read as what they most likely mean, so
    /// that what follows from them can be checked too; nil after any other mistake.
    package static func read<Product>(
        _ entries: [SyntaxNode.Entry], of subject: String, at span: SourceSpan, context: FieldContext,
        invalid: Set<String> = [], besides others: [String] = [], by read: (FieldReader) -> Product
    ) -> (product: Product, fields: FieldReader)? {
        let fields = FieldReader(entries, of: subject, at: span, context: context, invalid: invalid, besides: others)
        let product = read(fields)
        fields.finish()
        guard fields.failed else { return (product, fields) }
        guard let corrected = fields.corrected else { return nil }
        return Self.read(corrected, of: subject, at: span, context: .silent, invalid: invalid, by: read)
    }
}

extension FieldContext {
    /// For what is read on a guess: its mistakes may be the guess's.
    package static var silent: FieldContext { FieldContext(collector: DiagnosticCollector()) }
}
