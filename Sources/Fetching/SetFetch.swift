import Datasets
import Diagnostics
import Files
import Glibc
import Recipes

/// Fetches a data set into a data folder.
///
/// What comes lies in a hidden folder in it until all of the set is there and has been checked; then the set's folder is put in place
/// whole. An interruption, at whatever moment, leaves files from which the next fetch goes on.
package struct SetFetch {
    private let set: FetchableSet
    /// Of the data, which is made where it is missing.
    private let folder: String
    private let stallSeconds: Int
    private let tell: (FetchEvent) -> Void

    /// What a fetch came to.
    package struct Result: Hashable, Sendable {
        /// The set's.
        package let folder: String
        /// Whether it was there already.
        package let wasThere: Bool

        package init(folder: String, wasThere: Bool) {
            (self.folder, self.wasThere) = (folder, wasThere)
        }
    }

    /// - Parameter stallSeconds: a connection on which nothing comes for so long is given up.
    package init(
        _ set: FetchableSet, into folder: String, stallSeconds: Int = 30, tell: @escaping (FetchEvent) -> Void
    ) {
        (self.set, self.folder, self.stallSeconds, self.tell) = (set, folder, stallSeconds, tell)
    }

    private var target: String { "\(folder)/\(set.folder)" }
    private var store: String { "\(folder)/.netspec-fetch" }
    private var staging: String { "\(store)/unpacked" }

    /// - Throws: `FetchError` where something cannot be fetched, `DataError` where what came is not the set, `FileError`.
    package func run() throws -> Result {
        for place in [target, folder] where set.isWhole(in: place) { return Result(folder: place, wasThere: true) }
        try makeFolders(store)
        let lock = try FolderLock(store)
        defer { withExtendedLifetime(lock) {} }
        let parts = try set.files.map(part)
        try FolderTree.remove(staging)
        try makeFolders(staging)
        try assemble(parts)
        guard set.isWhole(in: "\(staging)/\(set.folder)") else {
            throw DataError(
                "what came of `\(set.name)` must hold its files, each with its length, and does not",
                help: help(set.files[0]))
        }
        try putInPlace()
        for part in parts { part.remove() }
        try FolderTree.remove(staging)
        rmdir(store)
        return Result(folder: target, wasThere: false)
    }

    /// A file of the set that is there and checked.
    private struct Checked {
        let path: String
        let name: String
        /// Nil for one that a user has put there.
        let part: PartFile?

        func remove() { part?.remove() }
    }

    private func part(of file: FetchedFile) throws -> Checked {
        let given = "\(folder)/\(file.name)"
        if length(ofFile: given) == file.byteCount, try SHA256.text(ofFile: given) == file.sha256 {
            tell(.note("`\(given)` is there, and is taken"))
            return Checked(path: given, name: file.name, part: nil)
        }
        let part = try PartFile("\(store)/\(file.name).part")
        try Download(file, into: part, stallSeconds: stallSeconds, help: help(file), tell: tell).run()
        return Checked(path: part.path, name: file.name, part: part)
    }

    /// What helps where a file cannot be fetched.
    private func help(_ file: FetchedFile) -> String {
        "put `\(file.name)`, \(file.byteCount) bytes, from `\(file.origin)` into `\(folder)` and give the command again; "
            + "or name a mirror with `--from`"
    }

    private func assemble(_ files: [Checked]) throws {
        if let limits = set.archive, let archive = files.first {
            try TarArchive(archive.path, of: set.folder, limits: limits).unpack(into: staging) {
                tell(.unpacked(files: $0))
            }
            return
        }
        try makeFolders("\(staging)/\(set.folder)")
        for file in files {
            let place = "\(staging)/\(set.folder)/\(file.name)"
            // As another name of the same file, so that nothing is lost where the set cannot be put in place.
            if link(file.path, place) != 0 { try FolderTree.copy(file.path, to: place) }
        }
    }

    /// Puts the set in its place; what is there is kept under another name.
    private func putInPlace() throws {
        let own = "\(staging)/\(set.folder)"
        FolderTree.flush()
        if exists(target) {
            let kept = try FolderTree.setAside(target)
            tell(.note("`\(target)` was not whole, and is now `\(kept)`"))
        }
        guard rename(own, target) == 0 else { throw FileError.last(.write, target) }
        FolderTree.flush()
    }
}
