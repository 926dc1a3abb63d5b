internal import CLibYAML
import Diagnostics

/// One of libyaml's events, in Swift's own types.
struct YAMLEvent {
    enum Kind {
        case documentStart, documentEnd, streamEnd
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
        case scalar(String, isPlain: Bool)
        case alias(String)
    }

    let kind: Kind
    let span: SourceSpan
    var anchor: String?
    var tag: String?

    /// The span of a list or mapping that begins here. libyaml puts the end of one in block style before whatever comes
    /// next, lines below it perhaps; it is where its last part ends.
    func span(to end: YAMLEvent, last: SourceSpan?) -> SourceSpan {
        let isBlock = end.span.start == end.span.end
        return SourceSpan(
            file: span.file, start: span.start, end: isBlock ? last?.end ?? span.end : end.span.end)
    }
}

/// The events of one text. Owns libyaml's parser, which keeps pointers into itself and so lives on the heap.
final class EventStream {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let file: SourceFile

    init(of file: SourceFile) throws(YAMLFailure) {
        self.file = file
        let bytes = Array(file.text.utf8)
        parser = .allocate(capacity: 1)
        input = .allocate(capacity: bytes.count)
        _ = input.initialize(from: bytes)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.initialize(to: yaml_parser_t())
            throw YAMLFailure(.yamlSyntax, "libyaml could not be started: out of memory", at: nil)
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event that carries content.
    func next() throws(YAMLFailure) -> YAMLEvent {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
            defer { yaml_event_delete(&event) }
            if let result = converted(event) { return result }
        }
    }

    private func converted(_ event: yaml_event_t) -> YAMLEvent? {
        let span = SourceSpan(file: file, start: position(event.start_mark), end: position(event.end_mark))
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, span: span)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, span: span)
        case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, span: span)
        case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, span: span)
        case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, span: span)
        case YAML_ALIAS_EVENT: return YAMLEvent(kind: .alias(text(event.data.alias.anchor)), span: span)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return YAMLEvent(kind: .sequenceStart, span: span, anchor: name(start.anchor), tag: name(start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return YAMLEvent(kind: .mappingStart, span: span, anchor: name(start.anchor), tag: name(start.tag))
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let kind = YAMLEvent.Kind.scalar(
                String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            return YAMLEvent(kind: kind, span: span, anchor: name(scalar.anchor), tag: name(scalar.tag))
        default: return nil
        }
    }

    private func failure() -> YAMLFailure {
        var mark = position(parser.pointee.problem_mark)
        if file.line(mark.line) == nil { mark = file.position(ofByte: input.count) }
        if parser.pointee.error == YAML_READER_ERROR { mark = file.position(ofByte: parser.pointee.problem_offset) }
        if let failure = unquotedExpression(at: mark) { return failure }
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the text cannot be read"
        let context = parser.pointee.context.map {
            (words: String(cString: $0), at: position(parser.pointee.context_mark))
        }
        let place = YAMLProblem(words: problem, mark: mark, context: context, in: file)
        return YAMLFailure(
            .yamlSyntax, "this is not YAML: \(problem)", at: place.span, help: place.remedy, notes: place.notes)
    }

    /// `{outputs: ${classes}}`: inside `{ }` and `[ ]`, YAML takes the braces of an expression without quotes for a
    /// mapping of their own. `mark` is the opening brace.
    private func unquotedExpression(at mark: SourcePosition) -> YAMLFailure? {
        guard let line = file.line(mark.line).map({ Array($0.unicodeScalars) }), mark.column > 1,
            mark.column <= line.count, line[mark.column - 2] == "$", line[mark.column - 1] == "{"
        else { return nil }
        let close = line[mark.column...].firstIndex(of: "}")
        let first = line[..<(mark.column - 2)].lastIndex { " \t,[{".unicodeScalars.contains($0) }.map { $0 + 1 } ?? 0
        let end = close.map { close in
            line[(close + 1)...].firstIndex { " \t,]}".unicodeScalars.contains($0) } ?? line.count
        }
        let written = String(String.UnicodeScalarView(line[first..<(end ?? line.count)]))
        return YAMLFailure(
            .yamlSyntax, "an expression inside `{ }` or `[ ]` must stand in quotes, found `\(abbreviated(written))`",
            at: SourceSpan(
                file: file, start: SourcePosition(line: mark.line, column: first + 1),
                end: SourcePosition(line: mark.line, column: (end ?? line.count) + 1)),
            help: end == nil ? "close it with `}`, in quotes: `\"${…}\"`" : "put quotes around it: `\"\(written)\"`")
    }

    private func position(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String {
        name(bytes) ?? ""
    }

    private func name(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        bytes.map { String(decodingCString: UnsafePointer($0), as: UTF8.self) }
    }
}
