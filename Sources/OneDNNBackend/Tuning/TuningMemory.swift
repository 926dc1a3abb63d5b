import Glibc
import Interchange
import Synchronization

/// What trials of convolutions have shown, kept in a file of the user's cache folder: one for each processor, version of
/// the library and number of threads.
///
/// A line is the convolution, then each algorithm that was tried with its milliseconds, separated by tabs. A file that
/// cannot be read is as good as none, and one that cannot be written is done without: trials cost seconds, not results.
package final class TuningMemory: Sendable {
    private let path: String?
    private let trials: Mutex<[String: [ConvolutionTrial]]>
    /// Whether something is known that is not in the file.
    private let isNew = Mutex(false)

    /// - Parameter path: nil to remember for the life of the process.
    package init(path: String?) {
        self.path = path
        trials = Mutex(path.map(Self.read) ?? [:])
    }

    /// The memory for this processor: in `XDG_CACHE_HOME`, or `~/.cache`.
    package static func ofThisMachine(threads: Int) -> TuningMemory {
        let name = "convolutions-\(processorName)-onednn-\(Engine.libraryVersion)-\(threads).tsv"
        return TuningMemory(path: cacheFolder.map { "\($0)/netspec/\(name)" })
    }

    subscript(name: String) -> [ConvolutionTrial]? {
        get { trials.withLock { $0[name] } }
        set {
            trials.withLock { $0[name] = newValue }
            isNew.withLock { $0 = true }
        }
    }

    /// Writes what is known now, together with what other processes have written since.
    func save() {
        let wasNew = isNew.withLock { isNew in
            defer { isNew = false }
            return isNew
        }
        guard let path, wasNew else { return }
        let own = trials.withLock { $0 }
        let all = Self.read(path).merging(own) { _, own in own }
        let lines = all.sorted { $0.key < $1.key }.map { Self.line($0.key, $0.value) }
        makeFolders(to: path)
        try? DurableFile.write(Array(lines.joined().utf8), to: path)
    }

    private static func line(_ name: String, _ trials: [ConvolutionTrial]) -> String {
        let columns = trials.flatMap { [$0.algorithm.rawValue, "\($0.seconds * 1e3)"] }
        return ([name] + columns).joined(separator: "\t") + "\n"
    }

    private static func read(_ path: String) -> [String: [ConvolutionTrial]] {
        guard let file = fopen(path, "r") else { return [:] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < mostBytes, case let count = fread(&piece, 1, piece.count, file), count > 0 {
            bytes += piece[..<count]
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return Dictionary(lines.compactMap(entry)) { _, last in last }
    }

    /// A file that is larger is not ours.
    private static let mostBytes = 64 << 20

    /// Nil for a line that is not as `line` writes it.
    private static func entry(_ line: Substring) -> (String, [ConvolutionTrial])? {
        let columns = line.split(separator: "\t")
        guard columns.count >= 3, columns.count % 2 == 1 else { return nil }
        let trials = stride(from: 1, to: columns.count, by: 2).compactMap { place -> ConvolutionTrial? in
            guard let algorithm = ConvolutionAlgorithm(rawValue: String(columns[place])),
                let milliseconds = Double(columns[place + 1]), milliseconds > 0, milliseconds.isFinite
            else { return nil }
            return ConvolutionTrial(algorithm: algorithm, seconds: milliseconds / 1e3)
        }
        return trials.count == columns.count / 2 ? (String(columns[0]), trials) : nil
    }
}

private var cacheFolder: String? {
    if let folder = getenv("XDG_CACHE_HOME").map({ String(cString: $0) }), folder.hasPrefix("/") { return folder }
    return getenv("HOME").map { String(cString: $0) + "/.cache" }
}

/// Makes the folders that a file is to stand in, where they are missing.
private func makeFolders(to path: String) {
    for (index, character) in zip(path.indices, path) where character == "/" && index > path.startIndex {
        mkdir(String(path[..<index]), 0o777)
    }
}

/// As `/proc/cpuinfo` calls it, fit for a file's name.
private var processorName: String {
    guard let file = fopen("/proc/cpuinfo", "r") else { return "unknown" }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, Int32(line.count), file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
        let words = text[colon...].split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        return words.joined(separator: "-").lowercased()
    }
    return "unknown"
}
