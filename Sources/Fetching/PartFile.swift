package import Files
import Glibc

/// A file that is being fetched: what has come of it so far, and what tells whether the server still has the same.
package final class PartFile {
    let path: String
    private let descriptor: Int32
    private(set) var byteCount: Int

    /// Opens what is there already, or makes an empty one.
    ///
    /// - Throws: `FileError`
    package init(_ path: String) throws(FileError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .last(.write, path) }
        byteCount = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    }

    private var validatorPath: String { path + ".tag" }

    /// What the server called the file of which this is a part; nil where that is not known.
    var validator: String? {
        guard let text = try? text(ofFile: validatorPath, limit: 1000, takesStreams: false), !text.isEmpty,
            !text.contains(where: \.isNewline)
        else { return nil }
        return text
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        try appendWhole(Array(bytes), to: descriptor, of: path)
        byteCount += bytes.count
    }

    /// Begins anew, with what the server calls the file now.
    func empty(validator: String?) throws {
        unlink(validatorPath)
        guard ftruncate(descriptor, 0) == 0 else { throw FileError.last(.write, path) }
        byteCount = 0
        if let validator { try DurableFile.write(Array(validator.utf8), to: validatorPath) }
    }

    /// Removes it, and what belongs to it.
    func remove() {
        unlink(validatorPath)
        unlink(path)
    }

    /// Removes what belongs to it, once it is somewhere else itself.
    func removeValidator() { unlink(validatorPath) }

    deinit { close(descriptor) }
}
