import Foundation
import TestSupport
import Testing

/// A run of a program: what it left behind.
struct Outcome {
    let status: Int32
    /// Nil where a signal ended it.
    let signal: Int32?
    /// Standard output.
    let output: String
    /// Standard error.
    let messages: String

    /// The result as JSON; fails the test when it is none.
    func object() throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
        return try #require(value as? [String: Any], "\(output)")
    }

    /// Holds for a command that did nothing but say why: this exit code, no result, these words on standard error.
    func expectRefusal(_ code: Int32, _ words: String..., location: SourceLocation = #_sourceLocation) {
        #expect(signal == nil && status == code, "\(messages)", sourceLocation: location)
        #expect(output == "", sourceLocation: location)
        #expect(!messages.contains("\u{1B}"), sourceLocation: location)
        for word in words { #expect(messages.contains(word), "\(messages)", sourceLocation: location) }
    }

    func expectSuccess(location: SourceLocation = #_sourceLocation) {
        #expect(signal == nil && status == 0, "\(messages)", sourceLocation: location)
    }
}

/// The programs of the package, as they lie beside the tests, and the shell.
struct Program {
    static let netspec = Program(name: "netspec")
    static let bench = Program(name: "netspec-bench")
    static let bash = Program(name: "/bin/bash")

    /// The name beside the tests, or a path.
    let name: String

    var path: String {
        if name.hasPrefix("/") { return name }
        return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/" + name
    }

    /// Runs it in a folder, without a terminal and without a data folder.
    ///
    /// - Parameter prelude: what the shell does before, in the same process: `ulimit -f 8`, `exec >/dev/full`.
    func run(_ arguments: [String], in folder: TemporaryFolder, prelude: String? = nil) throws -> Outcome {
        let started = try start(arguments, in: folder, prelude: prelude)
        return try started.outcome()
    }

    func start(
        _ arguments: [String], in folder: TemporaryFolder, prelude: String? = nil, on screen: Screen? = nil
    ) throws -> StartedProgram {
        try StartedProgram(path, arguments, in: folder, prelude: prelude, screen: screen)
    }
}

/// A program that may still run.
struct StartedProgram {
    let process = Process()
    private let outputPath: String
    private let messagesPath: String

    fileprivate init(
        _ path: String, _ arguments: [String], in folder: TemporaryFolder, prelude: String?, screen: Screen?
    ) throws {
        outputPath = folder.scratchPath("output")
        messagesPath = folder.scratchPath("messages")
        process.executableURL = URL(fileURLWithPath: prelude == nil ? path : "/bin/sh")
        process.arguments = prelude.map { ["-c", "\($0); exec \"$0\" \"$@\"", path] + arguments } ?? arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        var environment = ProcessInfo.processInfo.environment
        environment["NETSPEC_DATA"] = nil
        environment["HOME"] = folder.path
        environment["XDG_CACHE_HOME"] = nil
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        let output = try emptyFile(outputPath)
        process.standardOutput = screen?.handle ?? output
        process.standardError = try emptyFile(messagesPath)
        try process.run()
    }

    /// What it has written to standard output so far.
    func output() throws -> String { try String(contentsOfFile: outputPath, encoding: .utf8) }

    /// What it has written to standard error so far.
    func messages() throws -> String { try String(contentsOfFile: messagesPath, encoding: .utf8) }

    /// Waits for something to come about; a test fails where it does not within a minute.
    func wait(
        for what: String, location: SourceLocation = #_sourceLocation, until holds: () throws -> Bool
    ) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !holds() {
            guard process.isRunning, ContinuousClock.now < deadline else {
                kill(process.processIdentifier, SIGKILL)
                let printed = try "\(output())\(messages())"
                Issue.record("waited for \(what) in vain: \(printed)", sourceLocation: location)
                return
            }
            usleep(2_000)
        }
    }

    /// Waits for its end, which is brought about when it does not come.
    func outcome() throws -> Outcome {
        let deadline = ContinuousClock.now + .seconds(60)
        while process.isRunning, ContinuousClock.now < deadline { usleep(2_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        let isSignal = process.terminationReason == .uncaughtSignal
        return Outcome(
            status: process.terminationStatus, signal: isSignal ? process.terminationStatus : nil,
            output: try String(contentsOfFile: outputPath, encoding: .utf8),
            messages: try String(contentsOfFile: messagesPath, encoding: .utf8))
    }
}

private func emptyFile(_ path: String) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
}
