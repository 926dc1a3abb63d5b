import Foundation
import TestSupport
import Testing

/// A terminal that a program can write to and a test can read.
final class PseudoTerminal {
    private let master: Int32
    /// What a program gets as one of its standard streams.
    let handle: FileHandle

    /// - Parameter columns: nil for a terminal that does not know its size.
    init(columns: UInt16?) throws {
        var size = winsize(ws_row: 25, ws_col: columns ?? 0, ws_xpixel: 0, ws_ypixel: 0)
        var ends: (master: Int32, slave: Int32) = (-1, -1)
        try #require(openpty(&ends.master, &ends.slave, nil, nil, &size) == 0)
        master = ends.master
        let slave = ends.slave
        handle = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    }

    /// All that was written, once nobody can write any more; the terminal's line ends are line feeds.
    func text() throws -> String {
        try handle.close()
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = read(master, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }

    deinit { close(master) }
}

extension Program {
    /// What the program writes to standard error, a terminal, when it runs in a folder.
    func messages(
        _ arguments: [String], in folder: TemporaryFolder, columns: UInt16? = 80, environment: [String: String] = [:]
    ) throws -> String {
        try text(arguments, in: folder, columns: columns, environment: environment) { process, terminal in
            process.standardOutput = FileHandle.nullDevice
            process.standardError = terminal
        }
    }

    /// What the program writes to standard output, a terminal.
    func screen(_ arguments: [String], in folder: TemporaryFolder, columns: UInt16) throws -> String {
        try text(arguments, in: folder, columns: columns, environment: [:]) { process, terminal in
            process.standardOutput = terminal
            process.standardError = FileHandle.nullDevice
        }
    }

    private func text(
        _ arguments: [String], in folder: TemporaryFolder, columns: UInt16?, environment: [String: String],
        connect: (Process, FileHandle) -> Void
    ) throws -> String {
        let terminal = try PseudoTerminal(columns: columns)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ["PATH": "/usr/bin:/bin", "TERM": "xterm"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        connect(process, terminal.handle)
        try process.run()
        let text = try terminal.text()
        process.waitUntilExit()
        return text
    }
}
