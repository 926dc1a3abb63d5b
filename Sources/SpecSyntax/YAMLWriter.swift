internal import CLibYAML

/// Writes a syntax tree as YAML, on libyaml's emitter: what `YAMLReader` reads back as the same tree.
package struct YAMLWriter {
    /// Lists and mappings no longer than this are written on one line; the document's own mapping never is, nor the one
    /// key of a step, `- relu: {…}`.
    private static let longestFlowLine = 100

    package static func text(_ tree: SyntaxNode) throws(YAMLWritingError) -> String {
        let emitter = Emitter()
        try emitter.document(tree)
        return emitter.text
    }

    /// libyaml's emitter and what it has written; the emitter keeps a pointer to this object.
    private final class Emitter {
        private let emitter: UnsafeMutablePointer<yaml_emitter_t>
        private var bytes: [UInt8] = []

        init() {
            emitter = .allocate(capacity: 1)
            emitter.initialize(to: yaml_emitter_t())
            guard yaml_emitter_initialize(emitter) == 1 else { return }
            yaml_emitter_set_unicode(emitter, 1)
            yaml_emitter_set_width(emitter, 120)
            let context = Unmanaged.passUnretained(self).toOpaque()
            yaml_emitter_set_output(
                emitter,
                { context, data, count in
                    guard let context, let data else { return 0 }
                    let written = UnsafeBufferPointer(start: data, count: count)
                    Unmanaged<Emitter>.fromOpaque(context).takeUnretainedValue().bytes += written
                    return 1
                }, context)
        }

        deinit {
            yaml_emitter_delete(emitter)
            emitter.deallocate()
        }

        var text: String { String(decoding: bytes, as: UTF8.self) }

        func document(_ tree: SyntaxNode) throws(YAMLWritingError) {
            try emit { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
            try emit { yaml_document_start_event_initialize(&$0, nil, nil, nil, 1) }
            try node(tree, depth: 0)
            try emit { yaml_document_end_event_initialize(&$0, 1) }
            try emit { yaml_stream_end_event_initialize(&$0) }
        }

        private func node(_ node: SyntaxNode, depth: Int, isItem: Bool = false) throws(YAMLWritingError) {
            switch node.content {
            case .scalar(let scalar): try self.scalar(scalar)
            case .sequence(let items):
                let style = isShort(node) ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
                try emit { yaml_sequence_start_event_initialize(&$0, nil, nil, 1, style) }
                for item in items { try self.node(item, depth: depth + 1, isItem: true) }
                try emit { yaml_sequence_end_event_initialize(&$0) }
            case .mapping(let entries):
                let isStep = isItem && entries.count == 1 && entries[0].value.mapping != nil
                let isFlow = depth > 0 && !isStep && isShort(node)
                let style = isFlow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
                try emit { yaml_mapping_start_event_initialize(&$0, nil, nil, 1, style) }
                for entry in entries {
                    try scalar(.init(entry.key, isPlain: !entry.key.isEmpty))
                    try self.node(entry.value, depth: depth + 1)
                }
                try emit { yaml_mapping_end_event_initialize(&$0) }
            }
        }

        private func scalar(_ scalar: SyntaxNode.Scalar) throws(YAMLWritingError) {
            let style = scalar.isPlain ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE
            var bytes = Array((scalar.isPlain && scalar.text.isEmpty ? "~" : scalar.text).utf8)
            let count = Int32(bytes.count)
            try emit { yaml_scalar_event_initialize(&$0, nil, nil, &bytes, count, 1, 1, style) }
        }

        private func emit(_ make: (inout yaml_event_t) -> Int32) throws(YAMLWritingError) {
            var event = yaml_event_t()
            guard make(&event) == 1, yaml_emitter_emit(emitter, &event) == 1 else {
                throw YAMLWritingError(problem: emitter.pointee.problem.map { String(cString: $0) } ?? "out of memory")
            }
        }

        private func isShort(_ node: SyntaxNode) -> Bool {
            flowLength(node, limit: YAMLWriter.longestFlowLine) <= YAMLWriter.longestFlowLine
        }

        private func flowLength(_ node: SyntaxNode, limit: Int) -> Int {
            switch node.content {
            case .scalar(let scalar): return scalar.text.count
            case .sequence(let items):
                return items.reduce(2) { $0 > limit ? $0 : $0 + 2 + flowLength($1, limit: limit) }
            case .mapping(let entries):
                return entries.reduce(2) {
                    $0 > limit ? $0 : $0 + $1.key.count + 4 + flowLength($1.value, limit: limit)
                }
            }
        }
    }
}

/// libyaml would not write a tree.
package struct YAMLWritingError: Error, CustomStringConvertible {
    let problem: String
    package var description: String { "cannot write the resolved spec: \(problem)" }
}
