import Files
import Glibc

/// Keeps other processes from fetching into a folder, until it is given up or the process ends.
package final class FolderLock {
    private let descriptor: Int32

    /// - Throws: `FetchError` where another process has it.
    package init(_ folder: String) throws {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError.last(.openFolder, folder) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            // Where the file system has no locks, nobody else is looked for.
            guard errno == EWOULDBLOCK else { return }
            throw FetchError(
                "cannot fetch into `\(Files.folder(of: folder))`: another process does already",
                help: "wait until it is done, or end it")
        }
    }

    deinit { close(descriptor) }
}
