import Foundation

/// A folder of one test, removed with all that is in it. Beside it there is room for what a test keeps apart.
package final class TemporaryFolder {
    private let root: String

    package var path: String { root + "/work" }

    package init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("netspec-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: root + "/work", withIntermediateDirectories: true)
    }

    /// The path of what has this name in it.
    package subscript(name: String) -> String { "\(path)/\(name)" }

    /// A new path beside the folder.
    package func scratchPath(_ name: String) -> String { "\(root)/\(name)-\(UUID().uuidString)" }

    deinit { try? FileManager.default.removeItem(atPath: root) }
}

extension TemporaryFolder {
    /// Writes a file, and makes the folders that it is in; gives its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = URL(fileURLWithPath: self[name])
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return self[name]
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

    package func write(_ files: [String: String]) throws {
        for (name, text) in files { try write(text, to: name) }
    }

    package func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: self[name], withIntermediateDirectories: true)
    }

    /// Makes a symbolic link that leads to a path, which is relative to the link's folder.
    package func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self[name], withDestinationPath: target)
    }

    package func move(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: self[name], toPath: self[other])
    }

    package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: self[name]) }
}

extension TemporaryFolder {
    package func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: self[name])))
    }

    package func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self[name]) }

    /// The names in a folder of it, sorted; none where there is no such folder.
    package func names(_ folder: String = ".") -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: self[folder]).sorted()) ?? []
    }

    /// Every file below a folder of it, with what it holds.
    package func contents(_ folder: String) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: self[folder]) {
            contents[name] = try? bytes("\(folder)/\(name)")
        }
        return contents
    }
}
