package import Diagnostics

/// A type that a field can have: how to read it from text, and how to say what must be written.
package struct FieldFormat<Value: Sendable>: Sendable {
    package enum Reading: Sendable {
        case value(Value)
        /// The text does not fit; the field's own diagnostic says so.
        case unfit
        /// The text does not fit, and the reader has reported why already.
        case reported
    }

    /// Completes "`kernel` must be …": `a whole number of at least 1`.
    package let description: String
    /// Stands for the value after a mistake, so that the rest can be read; never reaches a network.
    package let placeholder: Value
    /// What an editor can know of the text that fits. It must refuse nothing that `read` takes.
    package let schema: @Sendable () -> ValueSchema
    package let read: @Sendable (SyntaxNode, FieldContext) -> Reading
    /// What to write instead of a value that does not fit, where that can be told.
    package var remedy: @Sendable (SyntaxNode) -> Remedy? = { _ in nil }

    package init(
        _ description: String, placeholder: Value, schema: @escaping @Sendable @autoclosure () -> ValueSchema,
        read: @escaping @Sendable (SyntaxNode, FieldContext) -> Reading
    ) {
        self.description = description
        self.placeholder = placeholder
        self.schema = schema
        self.read = read
    }

    /// A format of single words and numbers; nil where the text does not fit.
    package init(
        scalar description: String, placeholder: Value,
        schema: @escaping @Sendable @autoclosure () -> ValueSchema, parse: @escaping @Sendable (String) -> Value?
    ) {
        self.init(description, placeholder: placeholder, schema: schema()) { node, _ in
            guard let text = node.scalar?.text, !node.isEmpty, let value = parse(text) else { return .unfit }
            return .value(value)
        }
    }
}

extension FieldFormat {
    /// Whether two values as they are written are read as the same one: `5e-4` and `0.0005`, `3` and `[3, 3]`. False too
    /// where values of the format cannot be compared.
    func areSame(_ left: SyntaxNode, _ right: SyntaxNode) -> Bool {
        guard case .value(let old) = read(left, .silent), case .value(let new) = read(right, .silent),
            let old = old as? any Hashable, let new = new as? any Hashable
        else { return false }
        return AnyHashable(old) == AnyHashable(new)
    }
}

/// What a format may need beyond the text: where to report, and the notes that explain how the text came to be there.
package struct FieldContext {
    package let collector: DiagnosticCollector
    package let trace: [Diagnostic.Note]
    /// Who keeps where values are written; nil where nobody asks.
    let written: WrittenValueCollector?
    /// The way to what is read, in `written`.
    let path: String

    package init(collector: DiagnosticCollector, trace: [Diagnostic.Note] = [], written: WrittenValueCollector? = nil) {
        self.init(collector: collector, trace: trace, written: written, path: "")
    }

    init(collector: DiagnosticCollector, trace: [Diagnostic.Note], written: WrittenValueCollector?, path: String) {
        self.collector = collector
        self.trace = trace
        self.written = written
        self.path = path
    }

    package func report(_ diagnostic: Diagnostic) {
        collector.report(diagnostic.adding(notes: trace))
    }
}
