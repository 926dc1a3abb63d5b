package import Diagnostics
import Files
import Glibc

/// Where the texts of a compilation come from, and what notations they may be written in.
///
/// Texts are read from the disk, or from buffers in memory, as an editor and tests have them. A buffer stands in the place of
/// the file with its path.
package struct SourceProvider: Sendable {
    /// By the identities of their paths.
    private let buffers: [String: String]
    let readsDisk: Bool
    /// The first is that of files whose names say nothing.
    private let notations: [Notation]

    /// - Parameters:
    ///   - buffers: texts by their paths.
    ///   - readsDisk: whether there are files besides the buffers.
    ///   - notations: the first is that of files whose names say nothing, as of a pipe.
    package init(buffers: [String: String] = [:], readsDisk: Bool, notations: [Notation]) {
        self.readsDisk = readsDisk
        self.notations = notations
        self.buffers = Dictionary(
            buffers.map { (Self.identity(of: $0, onDisk: readsDisk), $1) }
        ) { first, _ in first }
    }

    /// Reads a file as UTF-8 text.
    ///
    /// - Parameter limit: how long it may be, in bytes.
    /// - Throws: `FileError` when it cannot be read; `DiagnosticsError` when what it holds is no text, or too much.
    package func read(_ path: String, limit: Int = SourceFile.largestSize) throws -> SourceFile {
        let isForeign = notationIndex(of: path) > 0
        if let text = buffers[identity(of: path)] {
            guard text.utf8.count <= limit else { throw SourceFile.tooLarge(path, limit: limit) }
            return SourceFile(path: path, text: text, isForeign: isForeign)
        }
        guard readsDisk else {
            throw FileError(.read, path, .refused(String(cString: strerror(isFolder(path) ? EISDIR : ENOENT))))
        }
        return try SourceFile.read(path, limit: limit, isForeign: isForeign)
    }

    /// Whether buffers lie in a folder of this path.
    private func isFolder(_ path: String) -> Bool {
        let folder = identity(of: path)
        return buffers.keys.contains { folder == "." ? !$0.hasPrefix("/") : $0.hasPrefix(folder + "/") }
    }

    /// Reads the file that the user named as a spec. Where it cannot be read, the remedy is the spec in the same folder that
    /// was most likely meant.
    ///
    /// - Throws: as `read` does.
    package func readSpec(_ path: String) throws -> SourceFile {
        do {
            return try read(path)
        } catch let error as FileError {
            throw error.advising(
                nearestFile(to: path).map { "write `\($0)`" } ?? "give the path of a spec that can be read")
        }
    }

    /// The tree of a file, read in the notation that its name asks for; nil, with the reason in the collector, when there is
    /// none.
    package func tree(of file: SourceFile, into collector: DiagnosticCollector) -> SyntaxNode? {
        let index = notationIndex(of: file.path)
        return notations.indices.contains(index) ? notations[index].read(file, self, collector) : nil
    }

    private func notationIndex(of path: String) -> Int {
        notations.firstIndex { path.hasExtension(among: $0.extensions) } ?? 0
    }

    /// The names of the specs and libraries in a folder, in order; of a folder of thousands, some.
    package func specs(in folder: String) -> [String] {
        let extensions = notations.flatMap(\.extensions)
        let here = identity(of: folder)
        let names = buffers.keys.filter { Files.folder(of: $0) == here && $0.hasExtension(among: extensions) }
            .compactMap {
                $0.split(separator: "/").last.map(String.init)
            }
        return Set(names + (readsDisk ? fileNames(in: folder, endingIn: extensions) : [])).sorted()
    }

    /// The same for every way to write a path.
    package func identity(of path: String) -> String { Self.identity(of: path, onDisk: readsDisk) }

    private static func identity(of path: String, onDisk: Bool) -> String {
        (onDisk ? realPath(path) : nil) ?? normalized(path)
    }
}

/// A path without `.`, empty parts, and `..` behind the name of a folder.
private func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
        if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    let joined = parts.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + joined }
    return joined.isEmpty ? "." : joined
}
