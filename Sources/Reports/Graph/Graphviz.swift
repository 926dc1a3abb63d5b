import Diagnostics
import Glibc

/// Graphviz's `dot`, which lays graphs out.
package enum Graphviz {
    /// The drawing of a graph in Graphviz's language, as SVG.
    ///
    /// - Throws: `GraphvizError` when the program is not there or fails.
    package static func svg(_ graph: String) throws(GraphvizError) -> String {
        let (input, output, messages) = (try ScratchFile(), try ScratchFile(), try ScratchFile())
        try input.write(graph)
        let status = try run(["dot", "-Tsvg"], input, output, messages)
        guard status == 0 else {
            let reason = messages.read().split(separator: "\n").first.map(String.init)
            throw GraphvizError(reason: "Graphviz's `dot` failed: \(reason ?? "status \(status)")", isMissing: false)
        }
        return output.read()
    }

    /// Runs a program to its end; its exit status, or that of the signal that ended it, negative.
    private static func run(
        _ words: [String], _ input: ScratchFile, _ output: ScratchFile, _ messages: ScratchFile
    ) throws(GraphvizError) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.descriptor, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output.descriptor, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, messages.descriptor, STDERR_FILENO)
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer {
            for argument in arguments { free(argument) }
        }
        var process = pid_t()
        let failure = posix_spawnp(&process, words[0], &actions, nil, &arguments, environ)
        guard failure == 0 else {
            throw failure == ENOENT
                ? GraphvizError(reason: "SVG is drawn by Graphviz's `dot`, which is not installed", isMissing: true)
                : GraphvizError(reason: "cannot start `dot`: \(String(cString: strerror(failure)))", isMissing: false)
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw GraphvizError(errno: "cannot wait for `dot`") }
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }
}

/// Drawing failed on this machine.
package struct GraphvizError: MachineFailure {
    let reason: String
    /// Whether Graphviz is not installed.
    package let isMissing: Bool

    package var description: String { reason }

    package var help: String? {
        isMissing ? "install it (`apt-get install graphviz`), or take `--format dot` or `--format mermaid`" : nil
    }

    init(reason: String, isMissing: Bool) {
        self.reason = reason
        self.isMissing = isMissing
    }

    fileprivate init(errno action: String) {
        self.init(reason: "\(action): \(String(cString: strerror(Glibc.errno)))", isMissing: false)
    }
}

/// A file without a name, gone when nothing holds it.
private final class ScratchFile {
    private let file: UnsafeMutablePointer<FILE>

    var descriptor: Int32 { fileno(file) }

    init() throws(GraphvizError) {
        guard let made = tmpfile() else { throw GraphvizError(errno: "cannot make a temporary file") }
        file = made
        _ = fcntl(fileno(made), F_SETFD, FD_CLOEXEC)
    }

    /// Writes the text; it will be read from its beginning.
    func write(_ text: String) throws(GraphvizError) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw GraphvizError(errno: "cannot write a temporary file")
            }
            bytes = bytes.dropFirst(count)
        }
        lseek(descriptor, 0, SEEK_SET)
    }

    func read() -> String {
        lseek(descriptor, 0, SEEK_SET)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    deinit { fclose(file) }
}
