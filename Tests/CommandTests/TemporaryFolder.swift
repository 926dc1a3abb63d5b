import Foundation

/// A folder of one test, removed with all that is in it. What the programs print is kept beside it.
final class TemporaryFolder {
    private let root: String

    /// The working folder of the programs.
    var path: String { root + "/work" }

    init() throws {
        root = NSTemporaryDirectory() + "/netspec-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root + "/work", withIntermediateDirectories: true)
    }

    /// A new path outside the working folder.
    func scratchPath(_ name: String) -> String { "\(root)/\(name)-\(UUID().uuidString)" }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

    /// The names in a folder of it, sorted.
    func names(_ folder: String = ".") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }

    /// Every file below a folder of it, with what it holds.
    func contents(_ folder: String) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: "\(path)/\(folder)") {
            contents[name] = try? bytes("\(folder)/\(name)")
        }
        return contents
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }
}
