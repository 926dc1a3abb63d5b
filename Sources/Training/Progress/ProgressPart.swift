/// Something that a line of progress says.
struct ProgressPart {
    let text: String
    /// Where a line has no room for all its parts, those with the highest rank are left out first.
    let rank: Int

    init(_ text: String, rank: Int) {
        (self.text, self.rank) = (text, rank)
    }

    /// As many parts as fit into `width` columns, in their order; the most important one is cut if it must be.
    static func line(_ parts: [ProgressPart], separator: String, width: Int) -> String {
        var kept = parts
        while true {
            let line = kept.map(\.text).joined(separator: separator)
            if line.count <= width { return line }
            guard kept.count > 1, let last = kept.indices.max(by: { kept[$0].rank < kept[$1].rank }) else {
                return String(line.prefix(max(0, width)))
            }
            kept.remove(at: last)
        }
    }
}
