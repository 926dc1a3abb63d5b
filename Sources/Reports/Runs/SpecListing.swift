package import Diagnostics
package import SpecCompiler
import SpecModules

/// A spec's text, line by line, in which each name knows the line of what it names.
package struct SpecListing: Sendable {
    package struct Piece: Hashable, Sendable {
        package let text: String
        /// Counted from 1; nil for what names nothing in the text.
        package let target: Int?
    }

    package let lines: [[Piece]]

    /// - Parameter file: the spec's own text; names whose definitions are in other files name nothing in it.
    package init(_ file: SourceFile, _ references: ReferencesByLine) {
        var lines: [[Piece]] = []
        while let text = file.line(lines.count + 1) {
            lines.append(Self.pieces(of: text, references.names(inLine: lines.count + 1)))
        }
        if lines.last == [] { lines.removeLast() }
        self.lines = lines
    }

    /// - Parameter names: as columns, counted from 1, and where they lead.
    private static func pieces(of line: String, _ names: [(columns: Range<Int>, target: Int)]) -> [Piece] {
        let scalars = Array(line.unicodeScalars)
        func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
        var (pieces, place): ([Piece], Int) = ([], 0)
        for name in names.sorted(by: { $0.columns.lowerBound < $1.columns.lowerBound }) {
            let range = name.columns.lowerBound - 1..<name.columns.upperBound - 1
            guard range.lowerBound >= place, range.upperBound <= scalars.count, !range.isEmpty else { continue }
            if place < range.lowerBound { pieces.append(Piece(text: text(place..<range.lowerBound), target: nil)) }
            pieces.append(Piece(text: text(range), target: name.target))
            place = range.upperBound
        }
        if place < scalars.count { pieces.append(Piece(text: text(place..<scalars.count), target: nil)) }
        return pieces
    }
}

/// The names of one file that name something in it.
package struct ReferencesByLine: Sendable {
    private let names: [Int: [(columns: Range<Int>, target: Int)]]

    package init(_ compilation: Compilation, in file: SourceFile) {
        let own = compilation.references.references.filter { reference in
            reference.name.file == file && reference.definition.file == file
                && reference.name.start.line == reference.name.end.line
                && reference.name.start.column < reference.name.end.column
        }
        names = Dictionary(grouping: own) { $0.name.start.line }.mapValues { references in
            references.map { ($0.name.start.column..<$0.name.end.column, $0.definition.start.line) }
        }
    }

    func names(inLine line: Int) -> [(columns: Range<Int>, target: Int)] { names[line] ?? [] }
}
