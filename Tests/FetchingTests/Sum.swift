import Foundation
import TestSupport
import Testing

/// The SHA-256 of a file, as `sha256sum` of the system tells it.
func sha256(_ bytes: [UInt8], _ folder: TemporaryFolder) throws -> String {
    let path = folder.scratchPath("sum")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let words = try output(of: "/usr/bin/sha256sum", [path]).split(separator: " ")
    return String(try #require(words.first))
}

/// What a program of the system writes.
@discardableResult
func output(of program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
}
