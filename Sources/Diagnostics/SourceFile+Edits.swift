extension SourceFile {
    /// The text with changes made in it; each is made once, however often it is asked for. Nil where two of them overlap, or
    /// one is not of this text.
    package func text(with edits: [TextEdit]) -> String? {
        let replacements = Set(edits).map { (start: offset(of: $0.span.start), end: offset(of: $0.span.end), $0.text) }
        var ordered: [(start: Int, end: Int, text: String)] = []
        for (start, end, text) in replacements {
            guard let start, let end, start <= end else { return nil }
            ordered.append((start, end, text))
        }
        ordered.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        let areApart = zip(ordered, ordered.dropFirst()).allSatisfy { left, right in
            left.end <= right.start && left.start < right.start
        }
        guard areApart, edits.allSatisfy({ $0.span.file.text == text }) else { return nil }
        let bytes = Array(text.utf8)
        var (changed, place) = ([UInt8](), 0)
        for (start, end, text) in ordered {
            changed += bytes[place..<start] + Array(text.utf8)
            place = end
        }
        return String(decoding: changed + bytes[place...], as: UTF8.self)
    }
}
