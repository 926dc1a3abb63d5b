import Files
import Glibc
import Pictures
import Recipes

/// Walks through a folder and those in it, and finds the pictures, in the order of the bytes of their paths.
///
/// What begins with a dot is hidden and passed over, as are what systems leave: `Thumbs.db`, `desktop.ini`, `__MACOSX`. Links are
/// followed; one that leads back to a folder in which it lies is refused.
package struct FolderWalk {
    /// What becomes of what cannot be walked or read.
    package enum Purpose {
        /// The first mistake ends the walk; a picture that is seen to be none is left to `on-error`.
        case learning
        /// The walk goes on to its end: pictures that are seen to be none are handed out, to be refused when they are read, and
        /// other mistakes are collected.
        case survey
    }

    /// Of folders in folders.
    private static let mostDepth = 32

    let root: String
    private(set) var remarks = FolderRemarks()
    let skipped: SkippedPictures
    private let purpose: Purpose

    package init(root: String, skipped: SkippedPictures, for purpose: Purpose = .learning) {
        self.root = root
        self.skipped = skipped
        self.purpose = purpose
    }

    /// One that goes on to its end, and collects what is wrong.
    init(surveying root: String) {
        self.init(root: root, skipped: SkippedPictures(.skip), for: .survey)
    }

    /// Something in a folder.
    struct Item {
        let name: String
        /// In the root.
        let path: String
        /// Nil for what cannot be looked at, as a link that leads nowhere.
        let status: FileStatus?

        var isFolder: Bool { status?.kind == .folder }
    }

    mutating func remark(_ kind: FolderRemarks.Kind, _ name: String) { remarks.add(kind, name) }

    /// What is wrong with a folder, a class or a list: it ends the walk, or is collected by a survey, which goes on without it.
    func report(_ error: DataError) throws(DataError) {
        guard purpose == .survey else { throw error }
        try skipped.report(error.message, help: error.help)
    }

    /// What reads something, or nil where that fails and a survey goes on without it.
    func surviving<Result>(_ read: () throws -> Result) throws -> Result? {
        do {
            return try read()
        } catch let error as DataError {
            try report(error)
        } catch let error as FileError where purpose == .survey {
            try skipped.report("\(error)", help: error.help)
        }
        return nil
    }

    /// What is in a folder, hidden things left out.
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
            let status = FileStatus(joined(path, name))
            guard status != nil || Self.fault(joined(path, name)) != nil else { return nil }
            return Item(name: name, path: folder.isEmpty ? name : "\(folder)/\(name)", status: status)
        }
    }

    /// Hands out the pictures in a folder and those in it.
    mutating func forEachPicture(in folder: String, _ body: (Item, FileStatus) throws -> Void) throws {
        guard let status = FileStatus(joined(root, folder)) else {
            throw FileError(.listFolder, joined(root, folder), .refused("it is not there any more")).ofData
        }
        var visited: Set = [status.identity]
        try walk(folder, inside: [status.identity], &visited, body)
    }

    private mutating func walk(
        _ folder: String, inside ancestors: [FileStatus.Identity], _ visited: inout Set<FileStatus.Identity>,
        _ body: (Item, FileStatus) throws -> Void
    ) throws {
        for item in try surviving({ try items(of: folder) }) ?? [] {
            guard let status = item.status else {
                try refuse(item)
                continue
            }
            switch status.kind {
            case .folder:
                guard try surviving({ try checkDescent(to: item, status, ancestors) }) != nil else { continue }
                // Once, so that links that fan out cannot make few folders many.
                guard visited.insert(status.identity).inserted else {
                    remark(.linkedAgain, item.path)
                    continue
                }
                try walk(item.path, inside: ancestors + [status.identity], &visited, body)
            case .file:
                if try isPicture(item, status) { try body(item, status) }
            case .other: remark(.noPictures, item.path)
            }
        }
    }

    private func checkDescent(
        to item: Item, _ status: FileStatus, _ ancestors: [FileStatus.Identity]
    ) throws(DataError) {
        guard !ancestors.contains(status.identity) else {
            throw DataError(
                "`\(joined(root, item.path))` is a link to a folder in which it lies, so that its pictures have no end",
                help: "remove the link")
        }
        guard ancestors.count < Self.mostDepth else {
            throw DataError(
                "folders of pictures must not lie more than \(Self.mostDepth) deep, found `\(joined(root, item.path))`",
                help: "put the pictures nearer to their class's folder")
        }
    }

    /// Reports what cannot be looked at where it is named as a picture, or may be a class's folder.
    mutating func refuse(_ item: Item, mayBeClass: Bool = false) throws {
        let path = joined(root, item.path)
        guard Self.isNamedAsPicture(item.name) || mayBeClass, let fault = Self.fault(path) else {
            return remark(.noPictures, item.path)
        }
        try skipped.report("`\(path)` \(fault.predicate)", help: fault.help)
    }

    /// Why something cannot be looked at; nil where it has been removed.
    private static func fault(_ path: String) -> (predicate: String, help: String)? {
        if let fault = LinkFault(path) { return (fault.predicate, "remove the link, or mend it") }
        if path.unicodeScalars.contains("\u{FFFD}") {
            return ("has a name that is not text in UTF-8, by which it cannot be opened", "rename it")
        }
        guard access(path, F_OK) != 0, errno == EACCES else { return nil }
        return ("may not be looked at by this user", "give the user the right to, or leave it out")
    }

    /// Whether a file is to be taken for a picture: by its name, or else by its first bytes. One that is empty, or a picture of a
    /// kind that is not decoded, is reported as one that cannot be read.
    private mutating func isPicture(_ item: Item, _ status: FileStatus) throws -> Bool {
        let path = joined(root, item.path)
        let isNamed = Self.isNamedAsPicture(item.name)
        if isNamed, status.byteCount > 0 || purpose == .survey { return true }
        do throws(PictureError) {
            _ = try PictureFormat(of: isNamed ? [] : Self.beginning(of: path))
            return true
        } catch {
            if error.isOfAnotherKind, purpose == .survey { return true }
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

    /// Whether it is a list as `data split` writes it into the folder of the pictures.
    func isList(_ item: Item) -> Bool {
        item.name.hasSuffix(".csv") && item.status?.kind == .file
            && PictureListText.isBeginning(Self.beginning(of: joined(root, item.path)))
    }

    static func isHidden(_ name: String) -> Bool {
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
        if case .foreign(let kind) = self { return kind.isPicture }
        return false
    }
}
