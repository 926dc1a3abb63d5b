package import Recipes

/// A list of pictures, their classes and their splits as the source `folder` reads it: CSV (RFC 4180) with a line of names.
package struct PictureListText {
    private static let heading = "path,class,split"
    private var lines = [Self.heading]

    package init() {}

    /// - Throws: `DataError` for a name that a list cannot hold.
    package mutating func add(path: String, class name: String, split: Dataset.Split) throws(DataError) {
        for text in [path, name] {
            guard text.first?.isWhitespace != true, text.last?.isWhitespace != true else {
                throw DataError(
                    "names in a list must not begin or end with a blank, found `\(text)`",
                    help: "rename the file or folder")
            }
        }
        lines.append("\(Self.field(path)),\(Self.field(name)),\(split.rawValue)")
    }

    package var text: String { lines.map { $0 + "\n" }.joined() }

    /// Whether a file begins as such a list.
    static func isBeginning(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "\(heading)\n".utf8) }

    private static func field(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else { return text }
        return "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}
