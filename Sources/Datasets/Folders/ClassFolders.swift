import Diagnostics
import Files
import Recipes

/// The folders of the classes of one split, by the names of the classes, which are the names of the folders.
///
/// Names are compared as Unicode does, so that a folder whose name a file system has decomposed is still the same class, and are
/// in the order of the bytes of their composed form.
package struct ClassFolders {
    private let split: String
    private(set) var folders: [(name: String, path: String)] = []

    /// - Parameter split: the path in the root.
    package init(of split: String, _ walk: inout FolderWalk) throws {
        self.split = split
        for item in try walk.items(of: split) {
            guard item.status != nil else {
                try walk.refuse(item, mayBeClass: true)
                continue
            }
            guard item.isFolder else {
                if !walk.isList(item) { walk.remark(.besideClasses, item.path) }
                continue
            }
            let path = joined(walk.root, item.path)
            guard !item.name.unicodeScalars.contains("\u{FFFD}") else {
                try walk.report(
                    DataError(
                        "the name of a class must be text in UTF-8, and that of the folder `\(path)` is not",
                        help: "rename the folder"))
                continue
            }
            if let same = folders.first(where: { $0.name == item.name }) {
                try walk.report(
                    DataError(
                        "`\(joined(walk.root, same.path))` and `\(path)` have the same name, written once with composed and once "
                            + "with decomposed letters", help: "put the two folders together"))
            }
            folders.append((item.name, item.path))
        }
        folders.sort { $0.name < $1.name }
    }

    package var names: [String] {
        folders.reduce(into: []) { names, folder in
            if names.last != folder.name { names.append(folder.name) }
        }
    }

    /// Reads what the folders hold.
    ///
    /// - Parameters:
    ///   - classes: the names of all classes; a label is a place among them.
    ///   - mayBeEmpty: whether a class may have no pictures.
    /// - Throws: `DataError` for a folder that is none of the classes.
    package func table(of classes: [String], mayBeEmpty: Bool, _ walk: inout FolderWalk) throws -> PictureTable {
        var table = PictureTable(root: walk.root)
        let labels = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($0.element, $0.offset) })
        for folder in folders {
            let path = joined(walk.root, folder.path)
            guard let label = labels[folder.name] else {
                try walk.report(
                    DataError(
                        "each class of `\(joined(walk.root, split))` must be one of those to learn from, found `\(folder.name)`",
                        help: nearestName(to: folder.name, among: classes).map { "rename `\(path)` to `\($0)`" }
                            ?? "take `\(path)` away, or give pictures of it to learn from"))
                continue
            }
            let before = table.count
            try walk.forEachPicture(in: folder.path) { table.append($0.path, label: label, $1) }
            guard table.count == before else { continue }
            guard mayBeEmpty else {
                try walk.report(
                    DataError(
                        "each class must have pictures to learn from, and `\(path)` holds none",
                        help: "put pictures there, JPEG, PNG or WebP, or remove the folder"))
                continue
            }
            walk.remark(.emptyClasses, folder.path)
        }
        return table
    }
}
