package import Recipes

/// The records of a CSV file (RFC 4180), with the lines where they begin.
///
/// Fields may stand in quotes, which are doubled in them; records end at a line feed, with a carriage return before it or not.
/// SwiftCSV, the library at hand, tells no lines, which a message needs, and makes a dictionary of every record.
package struct CSVReader {
    package struct Record: Equatable {
        /// Counted from 1.
        let line: Int
        let fields: [String]

        package init(line: Int, fields: [String]) {
            (self.line, self.fields) = (line, fields)
        }
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private let path: String

    /// - Parameter path: for messages.
    package init(_ text: String, separator: Character, path: String) {
        bytes = Array(text.utf8)
        self.separator = separator.asciiValue ?? UInt8(ascii: ",")
        self.path = path
    }

    /// All records; lines without a letter are none.
    package func records() throws(DataError) -> [Record] {
        var records: [Record] = []
        var (fields, field) = ([String](), [UInt8]())
        var (line, start) = (1, 1)
        var place = bytes.startIndex
        func end() {
            fields.append(String(decoding: field, as: UTF8.self))
            if fields.count > 1 || !fields[0].allSatisfy(\.isWhitespace) {
                records.append(Record(line: start, fields: fields))
            }
            (fields, field) = ([], [])
        }
        while place < bytes.endIndex {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty:
                let opening = line
                place = try quoted(from: place + 1, &field, &line, opening)
                continue
            case separator:
                fields.append(String(decoding: field, as: UTF8.self))
                field = []
            case UInt8(ascii: "\r") where bytes.dropFirst(place + 1).first == UInt8(ascii: "\n"):
                break
            case UInt8(ascii: "\n"):
                end()
                line += 1
                start = line
            default: field.append(byte)
            }
            place += 1
        }
        if !field.isEmpty || !fields.isEmpty { end() }
        return records
    }

    /// Reads up to the closing quote; the place behind it.
    private func quoted(
        from start: Int, _ field: inout [UInt8], _ line: inout Int, _ opening: Int
    ) throws(DataError) -> Int {
        var place = start
        while place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == UInt8(ascii: "\"") else {
                field.append(byte)
                continue
            }
            guard place < bytes.endIndex, bytes[place] == UInt8(ascii: "\"") else { return place }
            field.append(byte)
            place += 1
        }
        throw DataError(
            "the quote in line \(opening) of `\(path)` must end, and does not", help: "write `\"` behind the field")
    }
}
