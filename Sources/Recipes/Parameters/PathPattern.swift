/// A pattern over the paths of parameters, `stem/conv.weight`: `*` stands for any characters, `/` and `.` among them, and
/// everything else for itself.
package struct PathPattern: Hashable, Sendable, CustomStringConvertible {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    package var description: String { text }

    package func matches(_ path: String) -> Bool {
        let parts = text.split(separator: "*", omittingEmptySubsequences: false).map { Array($0.utf8) }
        let bytes = Array(path.utf8)
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return text == path }
        guard bytes.count >= first.count + last.count, bytes.starts(with: first), bytes.suffix(last.count) == last[...]
        else { return false }
        var rest = bytes[first.count..<bytes.count - last.count]
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let place = rest.indices.first(where: { rest[$0...].starts(with: part) }) else { return false }
            rest = rest[(place + part.count)...]
        }
        return true
    }
}
