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

    func span(to end: YAMLEvent) -> SourceSpan {
        SourceSpan(file: span.file, start: span.start, end: end.span.end)
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
            throw YAMLFailure("yaml-syntax", "libyaml could not be started: out of memory", at: nil)
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
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the text is not YAML"
        var mark = position(parser.pointee.problem_mark)
        if parser.pointee.error == YAML_READER_ERROR { mark = position(ofByte: parser.pointee.problem_offset) }
        let next = SourcePosition(line: mark.line, column: mark.column + 1)
        var notes: [Diagnostic.Note] = []
        if let context = parser.pointee.context {
            let start = position(parser.pointee.context_mark)
            notes.append(.init(String(cString: context), at: SourceSpan(file: file, start: start, end: start)))
        }
        return YAMLFailure(
            "yaml-syntax", "this is not YAML: \(problem)", at: SourceSpan(file: file, start: mark, end: next),
            help: help(at: mark), notes: notes)
    }

    /// The remedy for the two slips that libyaml's own words do not explain.
    private func help(at mark: SourcePosition) -> String? {
        guard let line = file.line(mark.line)?.unicodeScalars else { return nil }
        if line.prefix(while: { " \t".unicodeScalars.contains($0) }).contains("\t") {
            return "indent with spaces, not with a tab"
        }
        let rest = line.dropFirst(mark.column - 1)
        guard line.prefix(mark.column - 1).last == "$", let close = rest.firstIndex(of: "}") else { return nil }
        return "put quotes around it: `\"$\(String(rest[...close]))\"`"
    }

    private func position(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private func position(ofByte offset: Int) -> SourcePosition {
        let before = input.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return SourcePosition(line: line, column: before[start...].count { $0 & 0xC0 != 0x80 } + 1)
    }

    private func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String {
        name(bytes) ?? ""
    }

    private func name(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        bytes.map { String(decodingCString: UnsafePointer($0), as: UTF8.self) }
    }
}
