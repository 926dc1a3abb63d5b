/// The part of a line that is shown, and where the caret stands below it, in terminal cells.
struct ExcerptWindow {
    let text: String
    let indent: Int
    let caret: String

    /// - Parameter width: the cells that the text may take.
    init?(around span: SourceSpan, width: Int) {
        // Marks that take no cell stand beside letters that do.
        let reach = 4 * width
        let part = span.file.part(ofLine: span.start.line, aroundColumn: span.start.column, reach: reach)
        guard let part else { return nil }
        let (scalars, start) = (part.scalars, part.place)
        let length = span.end.line == span.start.line ? span.end.column - span.start.column : scalars.count
        let end = max(start, min(start + length, scalars.count))
        // An ellipsis takes a cell on either side.
        let shown = Self.shown(scalars, from: start, room: width - 2, hasMoreBefore: part.hasMoreBefore)
        let lead = shown.lowerBound > 0 || part.hasMoreBefore ? "…" : ""
        let shownEnd = min(end, shown.upperBound)
        let before = printable(scalars[shown.lowerBound..<start])
        let marked = printable(scalars[start..<shownEnd])
        let after = printable(scalars[shownEnd..<shown.upperBound])
        text = lead + before + marked + after + (shown.upperBound < scalars.count || part.hasMoreAfter ? "…" : "")
        indent = columns(lead) + columns(before)
        caret = String(repeating: "^", count: max(1, columns(marked)))
    }

    /// The scalars that fit: from the line's beginning, or, where the mistake is far from it, from a little before that.
    private static func shown(
        _ scalars: [Unicode.Scalar], from start: Int, room: Int, hasMoreBefore: Bool
    ) -> Range<Int> {
        let before = min(20, room / 3)
        var first = start
        var cells = 0
        while first > 0 {
            let more = columns(printable(scalars[first - 1...first - 1]))
            if cells + more > room - before { break }
            (first, cells) = (first - 1, cells + more)
        }
        if first > 0 || hasMoreBefore {
            (first, cells) = (start, 0)
            while first > 0, cells < before {
                first -= 1
                cells += columns(printable(scalars[first...first]))
            }
        }
        var last = start
        while last < scalars.count {
            let more = columns(printable(scalars[last...last]))
            if cells + more > room { break }
            (last, cells) = (last + 1, cells + more)
        }
        return first..<last
    }
}
