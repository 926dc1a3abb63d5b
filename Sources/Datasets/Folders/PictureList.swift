import Diagnostics
import Files
import Recipes

/// A file that names pictures and their classes, a line each: CSV with commas, with tabs, or two words.
///
/// A first line of column names (`path`, `file`, `image`; `class`, `label`; `split`) says which columns are meant, and others are
/// passed over; without one there are two, the path and the class. A column `is_valid` of `True` and `False`, as fast.ai's lists have
/// it, tells pictures to validate by. Paths are relative to the folder of the pictures.
struct PictureList {
    struct Entry: Equatable {
        let line: Int
        let path: String
        let name: String
        /// Nil where the list does not say.
        let split: Dataset.Split?
    }

    let path: String
    let entries: [Entry]

    /// - Parameters:
    ///   - classColumn: the name of the column with the class; nil for one of the usual names.
    ///   - report: told of each line that is no entry; what it throws ends the reading.
    /// - Throws: `DataError`, `FileError`
    init(_ path: String, classColumn: String? = nil, report: (DataError) throws -> Void) throws {
        self.path = path
        let file = try DataFile(path, limit: 1 << 30)
        try Self.requireText(file)
        let text = file.text
        let records = try Self.records(text, path)
        guard let first = records.first else {
            throw DataError(
                "`\(path)` must name pictures and their classes, and is empty", help: "write `path,class` lines")
        }
        let columns = try Columns(first, path, classColumn: classColumn)
        let lines = records.dropFirst(columns.isNamed ? 1 : 0)
        guard !lines.isEmpty else {
            throw DataError(
                "`\(path)` must name pictures and their classes, and has a line of names only",
                help: "write `path,class` lines")
        }
        entries = try lines.compactMap { line in
            do throws(DataError) {
                return try columns.entry(line, path)
            } catch {
                try report(error)
                return nil
            }
        }
    }

    /// - Throws: `DataError` for bytes that are no text, which would name other pictures and classes than are meant.
    private static func requireText(_ file: DataFile) throws(DataError) {
        let bytes = file.bytes
        guard bytes.contains(0) || String(validating: bytes, as: UTF8.self) == nil else { return }
        // Line feeds are parts of no other character in UTF-8.
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        {
            let hasZero = line.contains(0)
            guard hasZero || String(validating: line, as: UTF8.self) == nil else { continue }
            throw DataError(
                "line \(number + 1) of `\(file.path)` must be text in UTF-8, and has \(hasZero ? "a zero byte" : "bytes that are none")",
                help: "save the list as UTF-8; names of files that are no text in UTF-8 must be changed")
        }
    }

    private static func records(_ text: String, _ path: String) throws(DataError) -> [CSVReader.Record] {
        // A mark of the order of bytes, as Windows programs write it.
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        let beginning = text.prefix { !$0.isNewline }
        if path.lowercased().hasSuffix(".tsv") || beginning.contains("\t") {
            return try CSVReader(text, separator: "\t", path: path).records()
        }
        if path.lowercased().hasSuffix(".csv") || beginning.contains(",") {
            return try CSVReader(text, separator: ",", path: path).records()
        }
        // The class is the last word, so that paths may have spaces in them.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { number, line in
            let line = Substring(line).drop { $0 == " " }
            let words = line.split { $0 == " " || $0 == "\r" }
            guard let last = words.last else { return nil }
            let path = words.count == 1 ? "" : String(line[..<words[words.count - 2].endIndex])
            return CSVReader.Record(line: number + 1, fields: words.count == 1 ? [String(last)] : [path, String(last)])
        }
    }
}

/// In which columns of a list things stand.
private struct Columns {
    let isNamed: Bool
    private let path: Int
    private let name: Int
    private let split: Int?
    /// Whether the split is not named, but told from those to learn from.
    private let splitTellsValidation: Bool

    private static let paths: Set<String> = [
        "path", "file", "filename", "file_name", "filepath", "file_path", "image", "image_path", "picture", "img",
    ]
    private static let classes: Set<String> = ["class", "label", "category", "target", "class_name", "label_name"]
    private static let splits: Set<String> = ["split", "set", "subset", "is_valid"]

    init(_ first: CSVReader.Record, _ file: String, classColumn: String?) throws(DataError) {
        let names = first.fields.map { $0.lowercased().filter { $0 != " " } }
        var found = [Self.paths, Self.classes].map { words in names.firstIndex(where: words.contains) }
        if let classColumn {
            guard let place = first.fields.firstIndex(of: classColumn) else {
                throw DataError(
                    "the first line of `\(file)` must name the column `\(classColumn)` with the class, and names "
                        + listed(first.fields, most: 8),
                    help: nearestName(to: classColumn, among: first.fields).map { "write `class-column: \($0)`" }
                        ?? "write the name of one of these as `class-column`")
            }
            found[1] = place
        }
        isNamed = found.contains { $0 != nil }
        guard isNamed else {
            guard first.fields.count == 2 else {
                throw DataError(
                    "line \(first.line) of `\(file)` must have a path and a class, found \(counted(first.fields.count, "column"))",
                    help: first.fields.count < 2
                        ? "write the path, a comma and the class"
                        : "write a first line that names the columns, with `path` and `class` among them")
            }
            (path, name, split, splitTellsValidation) = (0, 1, nil, false)
            return
        }
        guard let path = found[0], let name = found[1] else {
            throw DataError(
                "the first line of `\(file)` names its columns, and none is \(found[0] == nil ? "the path" : "the class")",
                help: "name the columns `path` and `class`")
        }
        (self.path, self.name) = (path, name)
        split = names.firstIndex(where: Self.splits.contains)
        splitTellsValidation = split.map { names[$0] == "is_valid" } ?? false
    }

    func entry(_ record: CSVReader.Record, _ file: String) throws(DataError) -> PictureList.Entry {
        let wanted = isNamed ? max(path, name, split ?? 0) + 1 : 2
        guard isNamed ? record.fields.count >= wanted : record.fields.count == wanted else {
            throw DataError(
                "line \(record.line) of `\(file)` must have \(counted(wanted, "column")), found \(record.fields.count)",
                help: "write a path with a comma in it in quotes, `\"a, b.jpg\"`")
        }
        let (path, name) = (trimmed(record.fields[path]), trimmed(record.fields[name]))
        guard !path.isEmpty, !name.isEmpty else {
            throw DataError(
                "line \(record.line) of `\(file)` must name a picture and its class, and has no \(path.isEmpty ? "path" : "class")",
                help: "write both, or remove the line")
        }
        return PictureList.Entry(line: record.line, path: path, name: name, split: try part(of: record, file))
    }

    private func part(of record: CSVReader.Record, _ file: String) throws(DataError) -> Dataset.Split? {
        guard let split else { return nil }
        let word = trimmed(record.fields[split]).lowercased()
        if splitTellsValidation {
            guard let isValid = ["true": true, "false": false, "1": true, "0": false][word] else {
                throw DataError(
                    "`is_valid` in line \(record.line) of `\(file)` must be `True` or `False`, found "
                        + "`\(abbreviated(record.fields[split]))`", help: "write one of the two")
            }
            return isValid ? .validation : .train
        }
        switch word {
        case "train", "training": return .train
        case "val", "valid", "validation": return .validation
        case "test", "testing": return .test
        default:
            throw DataError(
                "the split in line \(record.line) of `\(file)` must be `train`, `validation` or `test`, found "
                    + "`\(abbreviated(record.fields[split]))`", help: "write one of the three")
        }
    }

    private func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
