package import Diagnostics

/// Reads the fields of one mapping. Reading a field declares it: its name, format, default, whether a run can go on with
/// another value, and one line of help.
///
/// Every mistake is reported once and reading goes on with a placeholder; `finish()` then reports the keys that nothing
/// read and the required fields that are missing. Whoever reads must drop what it made when `failed` is true.
package final class FieldReader {
    /// One field as its reader declares it.
    package struct Declaration: Sendable {
        package let name: String
        package let description: String
        package let schema: @Sendable () -> ValueSchema
        package let isRequired: Bool
        package let help: String
        /// Whether a run that was begun with one value can go on with another.
        package let onResume: ResumeRule
        /// Whether two values as they are written are read as the same one; false too where that cannot be told.
        let areSame: @Sendable (SyntaxNode, SyntaxNode) -> Bool
        fileprivate let writtenDefault: (@Sendable () -> String)?

        /// The default as one would write it; nil for a required field and for one whose absence has a meaning.
        package var defaultText: String? { writtenDefault?() }
    }

    /// What has these fields, for messages: `convolution`, `train`.
    package let subject: String
    package let span: SourceSpan
    package let context: FieldContext
    package private(set) var declarations: [Declaration] = []
    package private(set) var failed = false
    /// The fields that are missing, or have a mistake in them or in their names; all are known after `finish()`.
    package private(set) var faulty: Set<String> = []
    private let entries: [SyntaxNode.Entry]
    private let places: [String: Int]
    private let invalid: Set<String>
    /// Fields that another reader reads: a misspelt key may mean one of them.
    private let others: [String]
    private var missing: [UnknownKeys.Missing] = []
    /// What misspelt keys most likely mean.
    private var meanings: [String: String] = [:]
    /// What is wrong with fields taken together; nil once all are read.
    private var contradictions: [Diagnostic]? = []

    /// - Parameters:
    ///   - span: where a missing field is reported, normally the name of what has the fields.
    ///   - invalid: keys whose values an earlier stage has reported; they read as placeholders.
    ///   - others: fields that may stand there too and are read elsewhere, so that one that is misspelt is known.
    package init(
        _ entries: [SyntaxNode.Entry], of subject: String, at span: SourceSpan, context: FieldContext,
        invalid: Set<String> = [], besides others: [String] = []
    ) {
        self.entries = entries
        self.subject = subject
        self.span = span
        self.context = context
        self.invalid = invalid
        self.others = others
        places = Dictionary(entries.indices.map { (entries[$0].key, $0) }) { first, _ in first }
    }

    /// What a reader declares when it is given nothing to read.
    package static func declarations<Product>(of read: (FieldReader) -> Product) -> [Declaration] {
        let nowhere = SourceSpan.beginning(of: SourceFile(path: "", text: ""))
        let fields = FieldReader([], of: "", at: nowhere, context: FieldContext(collector: DiagnosticCollector()))
        _ = read(fields)
        return fields.declarations
    }

    /// Reads a field that must be there.
    package func required<Value>(
        _ name: String, _ format: FieldFormat<Value>, onResume: ResumeRule = .asAround, help: String
    ) -> Value {
        declare(name, format, isRequired: true, onResume, help: help)
        guard let entry = entry(name) else {
            missing.append(.init(name: name) { if case .value = format.read($0, .silent) { true } else { false } })
            faulty.insert(name)
            failed = true
            return format.placeholder
        }
        return read(entry, format) ?? format.placeholder
    }

    /// Reads a field that may be left out.
    package func optional<Value>(
        _ name: String, _ format: FieldFormat<Value>, default value: Value, onResume: ResumeRule = .asAround,
        help: String
    ) -> Value {
        declare(name, format, default: { (value as? Double).map(shortest) ?? "\(value)" }, onResume, help: help)
        return entry(name).map { read($0, format) ?? value } ?? value
    }

    /// Reads a field whose absence means something of its own, which `help` says.
    package func ifPresent<Value>(
        _ name: String, _ format: FieldFormat<Value>, onResume: ResumeRule = .asAround, help: String
    ) -> Value? {
        declare(name, format, onResume, help: help)
        return entry(name).flatMap { read($0, format) }
    }

    /// The first key of the mapping; nil where it has none.
    var firstKey: SourceSpan? { entries.first?.keySpan }

    /// Whether a field was written.
    package func isPresent(_ name: String) -> Bool { places[name] != nil }

    /// The place of a field's value if it was written, or of the whole: for what is wrong with a well-formed value.
    package func span(of name: String) -> SourceSpan {
        entry(name)?.value.span ?? span
    }

    /// The place of an item of a field's list, or of the whole.
    package func span(of name: String, item: Int) -> SourceSpan {
        let items = entry(name)?.value.sequence ?? []
        return items.indices.contains(item) ? items[item].span : span(of: name)
    }

    /// Reports what is wrong with the fields taken together; not where one is misspelt, from which it may follow.
    package func report(_ diagnostic: Diagnostic) {
        failed = true
        if contradictions == nil { context.report(diagnostic) } else { contradictions?.append(diagnostic) }
    }

    /// Reports unknown and missing keys. Call once, after the last field is read.
    package func finish() {
        let known = declarations.map(\.name)
        let declared = Set(known)
        let unknown = UnknownKeys(
            entries.filter { !declared.contains($0.key) }, open: known.filter { places[$0] == nil }, others: others,
            missing: missing, places: context.collector.keyPlaces)
        for (entry, meant) in unknown.meanings {
            guard !context.collector.isFull else { break }
            if let name = meant?.name, declared.contains(name) {
                missing.removeAll { $0.name == name }
                faulty.insert(name)
                meanings[entry.key] = name
            }
            fail(unknownKey(entry, meant: meant, known: known, present: entries))
        }
        for field in missing where !context.collector.isFull { fail(missingField(field.name)) }
        if meanings.isEmpty { contradictions?.forEach(context.report) }
        contradictions = nil
    }

    private func fail(_ diagnostic: Diagnostic) {
        failed = true
        context.report(diagnostic)
    }

    /// The fields as they are most likely meant, with the misspelt keys put right; nil where no key is misspelt. Known
    /// after `finish()`.
    package var corrected: [SyntaxNode.Entry]? {
        guard !meanings.isEmpty else { return nil }
        return entries.map { .init(key: meanings[$0.key] ?? $0.key, keySpan: $0.keySpan, value: $0.value) }
    }

    private func entry(_ name: String) -> SyntaxNode.Entry? {
        places[name].map { entries[$0] }
    }

    private func declare<Value>(
        _ name: String, _ format: FieldFormat<Value>, isRequired: Bool = false,
        default text: (@Sendable () -> String)? = nil, _ rule: ResumeRule, help: String
    ) {
        declarations.append(
            Declaration(
                name: name, description: format.description, schema: format.schema, isRequired: isRequired, help: help,
                onResume: rule, areSame: format.areSame, writtenDefault: text))
    }

    private func read<Value>(_ entry: SyntaxNode.Entry, _ format: FieldFormat<Value>) -> Value? {
        if !invalid.contains(entry.key) {
            switch format.read(entry.value, context.inside(entry.key, reading: entry.value)) {
            case .value(let value): return value
            case .reported: break
            case .unfit: fail(wrongType(entry, format))
            }
        }
        faulty.insert(entry.key)
        failed = true
        return nil
    }
}
