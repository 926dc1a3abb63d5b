import Glibc

/// A file that appears whole or not at all, and stays after a power cut.
///
/// The bytes go to a temporary file in the same folder, which is flushed to the disk and then renamed over `path`; the
/// folder is flushed last. When a step before that fails the temporary file is removed, and what stood at `path` stays as
/// it was; when only the last one fails, the new file is there and may not survive a power cut. Where `path` is a symbolic link it
/// stays, and all this is done to what it leads to.
package struct DurableFile: ~Copyable {
    private let path: String
    /// `path`, or where links lead from there.
    private let target: String
    private let temporaryPath: String
    private var descriptor: Int32
    private var isComplete = false

    /// Writes a file: `body` appends its bytes in order.
    ///
    /// - Throws: `FileError` with the path and the reason, or what `body` throws.
    package static func write(to path: String, _ body: (borrowing DurableFile) throws -> Void) throws {
        var file = try DurableFile(path)
        try body(file)
        try file.complete()
    }

    /// Writes `bytes` as the whole of a file.
    package static func write(_ bytes: [UInt8], to path: String) throws {
        try write(to: path) { file in try bytes.withUnsafeBytes { try file.append($0) } }
    }

    /// Puts `bytes` in the place of a file that is there, with its permissions.
    package static func replace(_ path: String, by bytes: [UInt8]) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError.last(.write, path) }
        try write(to: path) { file in
            guard fchmod(file.descriptor, status.st_mode & 0o7777) == 0 else { throw FileError.last(.write, path) }
            try bytes.withUnsafeBytes { try file.append($0) }
        }
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .last(.write, path)
            }
            rest = rest.dropFirst(count)
        }
    }

    private init(_ path: String) throws(FileError) {
        let target = try Self.target(of: path)
        var status = stat()
        if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
            // A device or a pipe would be replaced by the file.
            throw FileError(.write, path, .irregular)
        }
        var generator = SystemRandomNumberGenerator()
        while true {
            let name = Self.temporaryStart + String(generator.next(), radix: 16) + Self.temporaryEnd
            let candidate = "\(folder(of: target))/\(name)"
            let opened = open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if opened >= 0 {
                guard Self.hold(opened) else {
                    close(opened)
                    continue
                }
                self.path = path
                self.target = target
                temporaryPath = candidate
                descriptor = opened
                return
            }
            guard errno == EEXIST || errno == EINTR else { throw .last(.write, path) }
        }
    }

    /// Where links lead, step by step, because what the last of them names need not be there.
    private static func target(of path: String) throws(FileError) -> String {
        var target = path
        // As many as the kernel follows.
        for _ in 0...40 {
            var name = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let length = readlink(target, &name, name.count)
            guard length >= 0 else { return target }
            guard let next = String(validating: name[..<length], as: UTF8.self) else {
                throw FileError(.write, path, .refused("it is a link to a name that is not text in UTF-8"))
            }
            target = next.hasPrefix("/") ? next : "\(folder(of: target))/\(next)"
        }
        errno = ELOOP
        throw .last(.write, path)
    }

    private mutating func complete() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw .last(.write, path) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0, rename(temporaryPath, target) == 0 else { throw .last(.write, path) }
        isComplete = true
        guard flushFolder(of: target) else { throw .last(.write, path) }
    }

    private static let temporaryStart = ".netspec-"
    private static let temporaryEnd = ".partial"

    /// Whether this is the name of a temporary file, which a process that was killed leaves.
    package static func isLeftover(_ name: String) -> Bool {
        name.hasPrefix(temporaryStart) && name.hasSuffix(temporaryEnd)
    }

    /// Locks a temporary file, so that it shows that somebody writes it; false where it was taken for a leftover meanwhile. Where files
    /// cannot be locked it stays without.
    private static func hold(_ descriptor: Int32) -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return errno != EWOULDBLOCK }
        var status = stat()
        return fstat(descriptor, &status) != 0 || status.st_nlink > 0
    }

    /// Removes temporary files that nobody writes any more from a folder.
    package static func removeLeftovers(in folder: String) throws(FileError) {
        for name in try names(inFolder: folder) where isLeftover(name) {
            let opened = open("\(folder)/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard opened >= 0 else { continue }
            if flock(opened, LOCK_EX | LOCK_NB) == 0 { unlink("\(folder)/\(name)") }
            close(opened)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isComplete { unlink(temporaryPath) }
    }
}
