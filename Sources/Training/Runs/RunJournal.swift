import Files
import FoundationEssentials
import Glibc

/// What was done in a run's folder, part by part: a training, and each time that it went on. Kept as `run.json`.
package struct RunJournal: Codable, Sendable {
    /// The version of what the members mean.
    package static let schema = 1
    private let schema: Int
    /// Of the network.
    package let name: String
    /// As many as the spec asks for.
    package private(set) var epochs: Int
    package private(set) var stepsPerEpoch: Int
    package private(set) var parts: [Part]

    /// From a start to an end.
    package struct Part: Codable, Sendable {
        /// The words of the command line.
        package let command: [String]
        /// Of netspec.
        package let version: String
        /// Of the machine: `Linux 6.1.0 x86_64`.
        package let system: String
        /// By the clock of the machine: `2026-11-30T20:48:12Z`.
        package let began: String
        /// Steps made before.
        package let firstStep: Int
        /// Nil while it goes on, and where it was killed; as all that follows.
        package fileprivate(set) var ended: String?
        package fileprivate(set) var lastStep: Int?
        /// As `TrainingOutcome.End`, or `failure`.
        package fileprivate(set) var end: String?
        /// What went wrong.
        package fileprivate(set) var failure: String?
        package fileprivate(set) var seconds: Double?
    }

    /// What a part ends with where something went wrong.
    package static let failureEnd = "failure"

    package init(name: String, epochs: Int, stepsPerEpoch: Int) {
        schema = Self.schema
        (self.name, self.epochs, self.stepsPerEpoch, parts) = (name, epochs, stepsPerEpoch, [])
    }

    /// Reads a run's file; nil where there is none, or none that can be read.
    package init?(path: String) {
        guard let journal = Self.reading(of: path).journal else { return nil }
        self = journal
    }

    /// Reads a run's file; nil where there is none, or none that can be read, and then why, in a sentence.
    package static func reading(of path: String) -> (journal: RunJournal?, doubt: String?) {
        guard exists(path) else { return (nil, nil) }
        do {
            let bytes = Data(try Files.bytes(ofFile: path, limit: 1 << 26))
            guard let version = try? JSONDecoder().decode(SchemaOnly.self, from: bytes).schema else {
                return (nil, "`\(path)` is damaged")
            }
            guard version == schema else {
                return (nil, "`\(path)` is of schema \(version), and this netspec reads \(schema)")
            }
            guard let journal = try? JSONDecoder().decode(Self.self, from: bytes), journal.isPossible else {
                return (nil, "`\(path)` is damaged")
            }
            return (journal, nil)
        } catch {
            return (nil, "\(error)")
        }
    }

    private struct SchemaOnly: Decodable {
        let schema: Int
    }

    /// Whether a training may have written it: counts that are none below 0 and whose product is a number of steps.
    private var isPossible: Bool {
        epochs >= 0 && stepsPerEpoch >= 0 && !epochs.multipliedReportingOverflow(by: stepsPerEpoch).overflow
            && parts.allSatisfy { $0.firstStep >= 0 && $0.lastStep ?? 0 >= 0 && $0.seconds ?? 0 >= 0 }
    }

    package func write(to path: String) throws {
        try DurableFile.write(try encodedJSON(self) + [UInt8(ascii: "\n")], to: path)
    }

    /// Begins a part, of a training that may be longer now.
    package mutating func begin(
        command: [String], version: String, epochs: Int, stepsPerEpoch: Int, firstStep: Int
    ) {
        (self.epochs, self.stepsPerEpoch) = (epochs, stepsPerEpoch)
        parts.append(
            Part(
                command: command, version: version, system: Self.system, began: Self.now, firstStep: firstStep))
    }

    /// Ends the part that was begun last.
    package mutating func end(step: Int, _ end: String, failure: String? = nil, seconds: Double) {
        guard var part = parts.popLast() else { return }
        (part.ended, part.lastStep, part.end) = (Self.now, step, end)
        (part.failure, part.seconds) = (failure, seconds)
        parts.append(part)
    }

    /// The time of all parts that came to an end; nil where there is none.
    package var seconds: Double? {
        let known = parts.compactMap(\.seconds).filter(\.isFinite)
        return known.isEmpty ? nil : known.reduce(0, +)
    }

    private static var system: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "unknown" }
        func text<Characters>(_ characters: Characters) -> String {
            withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return [text(name.sysname), text(name.release), text(name.machine)].joined(separator: " ")
    }

    /// In UTC, by ISO 8601.
    private static var now: String {
        var (seconds, parts) = (time(nil), tm())
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
    }
}
