import Execution
import Foundation

/// A run of another program, from its start to its end.
struct ProgramRun {
    let path: String
    let arguments: [String]

    /// What it wrote to standard output, and the seconds that it took.
    ///
    /// - Throws: `BenchError` when it fails.
    func timed() throws -> (output: String, seconds: Double) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        var output = Data()
        let seconds = try secondsTaken {
            try process.run()
            output = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw BenchError(description: "`netspec \(arguments.joined(separator: " "))` must succeed")
        }
        return (String(decoding: output, as: UTF8.self), seconds)
    }
}

/// What a command answered in JSON.
struct Answer {
    private let root: Any

    init(_ text: String) throws {
        root = try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    func expect<Value: Equatable>(_ wanted: Value, at keys: String...) throws {
        guard value(at: keys) as? Value == wanted else {
            throw BenchError(
                description: "`\(keys.joined(separator: "."))` must be \(wanted), found \(value(at: keys) ?? "nothing")"
            )
        }
    }

    func expect(count: Int, at keys: String...) throws {
        let found = (value(at: keys) as? [Any])?.count
        guard found == count else {
            throw BenchError(
                description: "`\(keys.joined(separator: "."))` must have \(count) items, found \(found ?? 0)")
        }
    }

    private func value(at keys: [String]) -> Any? {
        keys.reduce(root as Any?) { ($0 as? [String: Any])?[$1] }
    }
}
