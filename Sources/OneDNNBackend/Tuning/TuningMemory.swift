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
        guard let slash = path.lastIndex(of: "/"), (try? makeFolders(String(path[..<slash]))) != nil else { return }
        try? DurableFile.write(Array(lines.joined().utf8), to: path)
    }

    private static func line(_ name: String, _ trials: [ConvolutionTrial]) -> String {
        let columns = trials.flatMap { [$0.algorithm.rawValue, "\($0.seconds * 1e3)"] }
        return ([name] + columns).joined(separator: "\t") + "\n"
    }

    private static func read(_ path: String) -> [String: [ConvolutionTrial]] {
        let lines = ((try? text(of: path)) ?? "").split(separator: "\n")
        return Dictionary(lines.compactMap(entry)) { _, last in last }
    }

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

/// As `/proc/cpuinfo` calls it, fit for a file's name.
private var processorName: String {
    let lines = ((try? text(of: "/proc/cpuinfo")) ?? "").split(separator: "\n")
    guard let name = lines.first(where: { $0.hasPrefix("model name") })?.split(separator: ":").last else {
        return "unknown"
    }
    return name.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "-").lowercased()
}
