/// What is wanted of the head of a response.
struct ResponseHead {
    /// Of the body; nil where it is not told.
    private(set) var length: Int?
    /// Where the body begins in the file, and how long the whole file is; nil where it is not told, the second also for `*`.
    private(set) var range: (start: Int, total: Int?)?
    /// What tells this file from a later one at the same address: a strong entity tag, or else the date of its last change.
    var validator: String? { tag ?? date }
    private var tag: String?
    private var date: String?

    /// Takes the next line; that of a status begins another head.
    mutating func take(_ line: String) {
        if line.hasPrefix("HTTP/") {
            self = ResponseHead()
            return
        }
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = Self.trimmed(line[line.index(after: colon)...])
        switch line[..<colon].lowercased() {
        case "content-length": length = Int(value).flatMap { $0 >= 0 ? $0 : nil }
        case "content-range": range = Self.range(value)
        case "etag" where value.hasPrefix("\"") && value.utf8.count < 200: tag = value
        case "last-modified" where value.utf8.count < 100: date = value
        default: break
        }
    }

    /// `bytes 100-199/200`
    private static func range(_ text: String) -> (start: Int, total: Int?)? {
        let parts = text.split { " -/".contains($0) }
        guard parts.count == 4, parts[0].lowercased() == "bytes", let start = Int(parts[1]), start >= 0 else {
            return nil
        }
        return (start, Int(parts[3]))
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
