extension [Diagnostic] {
    /// In the order in which a reader meets the places: file by file, as first met, and down each; those without a place
    /// last.
    package func inReadingOrder() -> [Diagnostic] {
        var ranks: [SourceFile: Int] = [:]
        for case let span? in map(\.span) where ranks[span.file] == nil { ranks[span.file] = ranks.count }
        let placed = compactMap { diagnostic in
            diagnostic.span.map { (rank: ranks[$0.file, default: 0], start: $0.start, diagnostic) }
        }
        // The sort is stable: mistakes at one place stay in the order in which they were found.
        return placed.sorted { ($0.rank, $0.start) < ($1.rank, $1.start) }.map(\.2) + filter { $0.span == nil }
    }
}
