import Files
import FoundationEssentials

/// The metrics that a run's file holds.
struct MetricsFile {
    struct Line {
        /// Without its line end.
        let text: ArraySlice<UInt8>
        let metrics: MetricsLine
    }

    let lines: [Line]
    /// The numbers of the lines that are no metrics, from 1; one at the end without a line end, which a process that was
    /// killed leaves, is none of them.
    let malformed: [Int]
    /// Whether some lines end as DOS ends them.
    let hasCarriageReturns: Bool
    private let path: String
    private let bytes: [UInt8]

    /// Room for the lines of five million steps; a longer file is refused unread.
    private static let largestFile = 1 << 30

    /// Reads a file; one that is not there has no lines.
    ///
    /// - Throws: `FileError` for what is no regular file or is too long.
    init(_ path: String) throws(FileError) {
        self.path = path
        bytes = try exists(path) ? Self.bytes(of: path) : []
        var (lines, malformed): ([Line], [Int]) = ([], [])
        let decoder = JSONDecoder()
        let parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() where !part.allSatisfy({ $0 == UInt8(ascii: "\r") }) {
            let text = part.last == UInt8(ascii: "\r") ? part.dropLast() : part
            if let metrics = try? decoder.decode(MetricsLine.self, from: Data(text)) {
                lines.append(Line(text: text, metrics: metrics))
            } else if index + 1 < parts.count {
                malformed.append(index + 1)
            }
        }
        (self.lines, self.malformed) = (lines, malformed)
        hasCarriageReturns = bytes.contains(UInt8(ascii: "\r"))
    }

    /// That lines are no metrics, and which is the first; nil where all are.
    var doubt: String? {
        malformed.first.map { first in
            let count = malformed.count == 1 ? "a line that is" : "\(malformed.count) lines that are"
            return "`\(path)` has \(count) no metrics, first line \(first)"
        }
    }

    /// Drops the lines of later steps and what is no metrics, so that the run can go on with its next step. What no further
    /// step brings again is kept in a file beside.
    ///
    /// - Parameter step: steps made; 0 where the run begins anew.
    /// - Returns: what its user should know.
    func cut(after step: Int) throws -> [String] {
        let kept = lines.filter { $0.metrics.step <= step }.flatMap { $0.text + [UInt8(ascii: "\n")] }
        guard kept != bytes else { return [] }
        var notes: [String] = []
        if hasCarriageReturns {
            notes.append("`\(path)` has lines that end as DOS ends them; it goes on with plain ones")
        }
        let beginsAnew = step == 0 && !lines.isEmpty
        if beginsAnew || !malformed.isEmpty {
            let copy = freePath
            try DurableFile.write(bytes, to: copy)
            if let doubt { notes.append("\(doubt); the file is kept as `\(copy)`") }
            if beginsAnew {
                notes.append("the run has no checkpoint yet and begins anew; its metrics so far are kept as `\(copy)`")
            }
        }
        try DurableFile.write(kept, to: path)
        return notes
    }

    /// `metrics.before-1.jsonl`, or with the first number that is free.
    private var freePath: String {
        let stem = path.hasSuffix(".jsonl") ? String(path.dropLast(6)) : path
        var number = 1
        while exists("\(stem).before-\(number).jsonl") { number += 1 }
        return "\(stem).before-\(number).jsonl"
    }

    private static func bytes(of path: String) throws(FileError) -> [UInt8] {
        do {
            return try Files.bytes(ofFile: path, limit: largestFile)
        } catch {
            throw error.advising("move it elsewhere; the run goes on with a new one")
        }
    }
}
