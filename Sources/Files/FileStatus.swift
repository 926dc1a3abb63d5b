import Glibc

/// The path of something from the root, without links, `.` and `..`; nil where there is nothing.
package func absolutePath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
}

/// What is wrong with a link that leads to nothing.
package enum LinkFault: Sendable {
    /// It leads back to itself, perhaps by way of others.
    case loop
    case nowhere

    /// Nil where there is no link, and where it leads to something.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) != 0 else { return nil }
        let code = errno
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return nil }
        self = code == ELOOP ? .loop : .nowhere
    }

    /// Completes "`path` …".
    package var predicate: String {
        switch self {
        case .loop: "is a link that leads back to itself"
        case .nowhere: "is a link that leads nowhere"
        }
    }
}

/// What the system knows of a file or folder, behind links that lead to it.
package struct FileStatus: Hashable, Sendable {
    package enum Kind: Sendable {
        case file, folder, other
    }

    /// The same for two paths that lead to one thing.
    package struct Identity: Hashable, Sendable {
        fileprivate let device: UInt64
        fileprivate let number: UInt64
    }

    package let kind: Kind
    package let byteCount: Int
    /// When its contents last changed, in nanoseconds since 1970.
    package let changed: Int
    package let identity: Identity

    /// Nil where there is nothing, or nothing that this process may see.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
        byteCount = Int(status.st_size)
        changed = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
        identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }
}
