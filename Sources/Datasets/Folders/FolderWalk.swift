import Files
import Glibc
import Pictures
import Recipes

/// Walks through a folder and those in it, and finds the pictures, in the order of the bytes of their paths.
///
/// What begins with a dot is hidden and passed over, as are what systems leave: `Thumbs.db`, `desktop.ini`, `__MACOSX`. Links are
/// followed; one that leads back to a folder in which it lies is refused.
struct FolderWalk {
    /// Of folders in folders.
    private static let mostDepth = 32

    let root: String
    private(set) var remarks = FolderRemarks()
    let skipped: SkippedPictures

    init(root: String, skipped: SkippedPictures) {
        self.root = root
        self.skipped = skipped
    }

    /// Something in a folder.
    struct Item {
        let name: String
        /// In the root.
        let path: String
        let status: FileStatus
    }

    mutating func remark(_ kind: FolderRemarks.Kind, _ name: String) { remarks.add(kind, name) }

    /// What is in a folder, hidden things left out; links that lead nowhere are pictures that cannot be read.
    ///
    /// - Parameter folder: the path in the root; empty for the root itself.
    func items(of folder: String) throws -> [Item] {
        let path = folder.isEmpty ? root : joined(root, folder)
        let names: [String]
        do {
            names = try Files.names(inFolder: path)
        } catch {
            throw error.ofData
        }
        return names.filter { !Self.isHidden($0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap {
            name in
            FileStatus(joined(path, name)).map {
                Item(name: name, path: folder.isEmpty ? name : "\(folder)/\(name)", status: $0)
            }
        }
    }

    /// Hands out the pictures in a folder and those in it.
    mutating func forEachPicture(in folder: String, _ body: (Item) throws -> Void) throws {
        guard let status = FileStatus(joined(root, folder)) else {
            throw FileError(.listFolder, joined(root, folder), .refused("it is not there any more")).ofData
        }
        try walk(folder, inside: [status.identity], body)
    }

    private mutating func walk(
        _ folder: String, inside ancestors: [FileStatus.Identity], _ body: (Item) throws -> Void
    ) throws {
        for item in try items(of: folder) {
            switch item.status.kind {
            case .folder:
                guard !ancestors.contains(item.status.identity) else {
                    throw DataError(
                        "`\(joined(root, item.path))` is a link to a folder in which it lies, so that its pictures have no end",
                        help: "remove the link")
                }
                guard ancestors.count < Self.mostDepth else {
                    throw DataError(
                        "folders of pictures must not lie more than \(Self.mostDepth) deep, found `\(joined(root, item.path))`",
                        help: "put the pictures nearer to their class's folder")
                }
                try walk(item.path, inside: ancestors + [item.status.identity], body)
            case .file:
                if try isPicture(item) { try body(item) }
            case .other: remark(.noPictures, item.path)
            }
        }
    }

    /// Whether a file is to be taken for a picture: by its name, or else by its first bytes. One that is empty, or a picture of a
    /// kind that is not decoded, is reported as one that cannot be read.
    mutating func isPicture(_ item: Item) throws -> Bool {
        let path = joined(root, item.path)
        let isNamed = Self.isNamedAsPicture(item.name)
        if isNamed, item.status.byteCount > 0 { return true }
        do throws(PictureError) {
            _ = try PictureFormat(of: isNamed ? [] : Self.beginning(of: path))
            return true
        } catch {
            if isNamed || error.isOfAnotherKind {
                try skipped.report(error.sentence(about: "`\(path)`"), help: error.help)
            } else {
                remark(.noPictures, item.path)
            }
            return false
        }
    }

    private static let extensions: Set<String> = ["jpg", "jpeg", "jpe", "jfif", "png", "webp"]

    static func isNamedAsPicture(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return extensions.contains(name[name.index(after: dot)...].lowercased())
    }

    private static func isHidden(_ name: String) -> Bool {
        name.hasPrefix(".") || ["__MACOSX", "Thumbs.db", "desktop.ini"].contains(name)
    }

    private static func beginning(of path: String) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return [] }
        defer { close(file) }
        return [UInt8](unsafeUninitializedCapacity: 512) { room, count in
            count = max(0, read(file, room.baseAddress, room.count))
        }
    }
}

extension PictureError {
    /// Whether there is a picture, of a kind that is not decoded.
    fileprivate var isOfAnotherKind: Bool {
        if case .foreign(let kind) = self { return kind != .webPage && kind != .lfsPointer }
        return false
    }
}
