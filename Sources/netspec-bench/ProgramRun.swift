import Execution
import Foundation
import Glibc

/// A run of another program, from its start to its end.
struct ProgramRun {
    let path: String
    let arguments: [String]
    /// Where its standard output goes.
    let outputPath: String

    /// What it wrote to standard output, and the seconds that it took.
    ///
    /// - Throws: `BenchError` when it fails.
    func timed() throws -> (output: String, seconds: Double) {
        var status: Int32 = -1
        // Foundation's `Process` looks only every 50 ms whether the program has ended.
        let seconds = secondsTaken { status = run() }
        guard status == 0 else {
            throw BenchError(description: "`netspec \(arguments.joined(separator: " "))` must succeed")
        }
        return (try String(contentsOfFile: outputPath, encoding: .utf8), seconds)
    }

    /// The status with which it ended, as `waitpid` gives it; not 0 where it could not be started either.
    private func run() -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer {
            for word in words { free(word) }
        }
        var process = pid_t()
        guard posix_spawn(&process, path, &actions, nil, &words, environ) == 0 else { return -1 }
        var status: Int32 = -1
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return -1 }
        }
        return status
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
