import Diagnostics

/// Holds a message as it is written to its schema, and reports each field that nothing knows, stands twice, or has a value
/// of another type.
struct MessageCheck {
    let collector: DiagnosticCollector

    /// - Parameter subject: what the message is, for messages: `convolution_param`, the network.
    func check(_ message: TextMessage, _ schema: MessageSchema, of subject: String) -> CheckedMessage {
        var values: [String: [Located<CheckedMessage.Content>]] = [:]
        var first: [String: SourceSpan] = [:]
        var hasMistakes = false
        for field in message.fields where !collector.isFull {
            guard let known = schema[field.name] else {
                collector.report(unknown(field, schema, of: subject, present: message))
                hasMistakes = true
                continue
            }
            if !known.isRepeated, let place = first[field.name] {
                collector.report(duplicate(field, first: place))
                hasMistakes = true
                continue
            }
            first[field.name] = first[field.name] ?? field.nameSpan
            let read = contents(of: field, known)
            hasMistakes = hasMistakes || read.contains { $0 == nil || $0?.message?.hasMistakes == true }
            values[field.name, default: []] += zip(read, field.value.items).compactMap { content, item in
                content.map { Located(value: $0, span: item.span, nameSpan: field.nameSpan) }
            }
        }
        return CheckedMessage(span: message.span, values: values, hasMistakes: hasMistakes)
    }

    /// What a field holds, item by item of a list; nil for what is reported.
    private func contents(of field: TextMessage.Field, _ schema: FieldSchema) -> [CheckedMessage.Content?] {
        if case .list(_, let span) = field.value, !schema.isRepeated {
            collector.report(
                Diagnostic(
                    .wrongType, "`\(field.name)` must be \(schema.kind.description), found a list", at: span,
                    help: "write one value"))
            return field.value.items.map { _ in nil }
        }
        return field.value.items.map { item in
            if let content = content(item, schema) { return content }
            collector.report(
                Diagnostic(
                    .wrongType,
                    "`\(field.name)` must be \(schema.kind.description(for: item)), found \(item.foundText)",
                    at: item.span, help: remedy(for: item, of: schema)))
            return nil
        }
    }

    private func content(_ value: TextMessage.Value, _ schema: FieldSchema) -> CheckedMessage.Content? {
        switch (schema.kind, value) {
        case (.anything, _): .anything
        case (.message(let inner), .message(let message)): .message(check(message, inner(), of: schema.name))
        case (.integer(let range), .scalar(let scalar)):
            scalar.integer.flatMap { range.contains($0) ? .integer($0) : nil }
        case (.number, .scalar(let scalar)): scalar.number.map { .number($0) }
        case (.flag, .scalar(let scalar)): scalar.flag.map { .flag($0) }
        case (.text, .scalar(let scalar)): scalar.kind == .string ? .text(scalar.text) : nil
        case (.word(let cases), .scalar(let scalar)):
            cases.first { scalar.kind == .word ? $0.name == scalar.text : $0.number == scalar.integer }.map {
                .word($0.name)
            }
        default: nil
        }
    }
}

extension MessageCheck {
    private func unknown(
        _ field: TextMessage.Field, _ schema: MessageSchema, of subject: String, present: TextMessage
    ) -> Diagnostic {
        let quoted = subject.contains(" ") ? subject : "`\(subject)`"
        let written = Set(present.fields.prefix(500).map(\.name))
        let open = schema.fields.filter { $0.isRepeated || !written.contains($0.name) }.map(\.name)
        let owners = schema.fields.filter { $0.inner?[field.name] != nil }.map(\.name)
        let help: Remedy =
            if let owner = owners.first(where: written.contains) ?? owners.first {
                "write it into `\(owner) { … }`"
            } else if let name = nearestName(to: field.name, among: open) {
                field.nameSpan.caffeRemedy(writing: name)
            } else {
                Remedy(
                    schema.fields.count <= 12
                        ? "its fields are \(listed(schema.fields.map(\.name)))"
                        : "remove it: \(quoted) of Caffe's `caffe.proto` has none of this name")
            }
        return Diagnostic(
            .unknownKey, "\(quoted) has no field `\(abbreviated(field.name))`", at: field.nameSpan, help: help)
    }

    private func duplicate(_ field: TextMessage.Field, first: SourceSpan) -> Diagnostic {
        Diagnostic(
            .duplicateKey, "the field `\(field.name)` must stand only once in a message", at: field.nameSpan,
            help: "remove one of the two", notes: [.init("the first one is here", at: first)])
    }

    private func remedy(for value: TextMessage.Value, of schema: FieldSchema) -> Remedy {
        let example: Remedy = "write `\(schema.name): \(schema.kind.example)`"
        guard case .scalar(let scalar) = value else { return example }
        func write(_ text: String) -> Remedy { scalar.span.caffeRemedy(writing: text) }
        switch schema.kind {
        case .text where scalar.kind == .word: return write("\"\(scalar.text)\"")
        case .word(let cases):
            if let name = nearestName(to: scalar.text, among: cases.map(\.name)) { return write(name) }
        case .message: return "write `\(schema.name) { … }`"
        case .flag:
            if let flag = ["yes": true, "on": true, "no": false, "off": false][scalar.text.lowercased()] {
                return write("\(flag)")
            }
        case .integer(let range):
            if let number = scalar.number, number == number.rounded(), let whole = Int(exactly: number) {
                let nearest = min(max(whole, range.lowerBound), range.upperBound)
                // Another number may not be what was meant.
                return nearest == whole ? write("\(whole)") : "write `\(nearest)`"
            }
            if scalar.kind == .string, let whole = Int(scalar.text) {
                return range.contains(whole) ? write("\(whole)") : "write `\(whole)`"
            }
        case .number:
            if scalar.kind == .string, let number = Double(scalar.text), number.isFinite { return write(scalar.text) }
        case .text, .anything: break
        }
        return example
    }
}

extension FieldSchema {
    fileprivate var inner: MessageSchema? {
        if case .message(let schema) = kind { return schema() }
        return nil
    }
}

extension FieldSchema.Kind {
    /// What a value must be that it is not: of one that is too large, both ends.
    fileprivate func description(for found: TextMessage.Value) -> String {
        guard case .integer(let range) = self, case .scalar(let scalar) = found, scalar.kind == .integer,
            let number = scalar.number, number > Double(range.upperBound)
        else { return description }
        return "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    /// A value that fits, for remedies.
    fileprivate var example: String {
        switch self {
        case .integer(let range): "\(min(max(1, range.lowerBound), range.upperBound))"
        case .number: "0.1"
        case .flag: "true"
        case .text: "\"…\""
        case .word(let cases): cases.first?.name ?? "…"
        case .message, .anything: "{ … }"
        }
    }
}

extension TextMessage.Value {
    /// The items of a list, or the value alone.
    fileprivate var items: [TextMessage.Value] {
        if case .list(let items, _) = self { return items }
        return [self]
    }
}

extension TextMessage.Scalar {
    /// As protobuf reads them, by words and by numbers.
    fileprivate var flag: Bool? {
        switch kind {
        case .word: ["true": true, "True": true, "t": true, "false": false, "False": false, "f": false][text]
        case .integer: integer == 0 ? false : integer == 1 ? true : nil
        case .decimal, .string: nil
        }
    }
}

extension CheckedMessage.Content {
    fileprivate var message: CheckedMessage? {
        if case .message(let message) = self { return message }
        return nil
    }
}
