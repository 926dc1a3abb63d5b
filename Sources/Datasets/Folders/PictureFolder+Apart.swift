import Files
package import Recipes

extension DataSettings {
    /// Keeps what is made apart from the pictures that are read: in the folder whose sub-folders are the classes, a run would be
    /// a class, and every picture one to learn from.
    ///
    /// - Parameters:
    ///   - path: of a folder in which files are to be made.
    ///   - help: what to do.
    /// - Throws: `DataError` where the source would read what is made there.
    package func requireApart(_ path: String, _ opening: DataOpening, help: String) throws(DataError) {
        guard let pictures = source as? PictureFolder else { return }
        let place = placeToBe(path)
        for folder in pictures.walkedFolders(opening) {
            let inside = folder == "/" ? folder : folder + "/"
            guard place == folder || place.hasPrefix(inside) else { continue }
            // What is hidden is not read.
            let names = place.dropFirst(inside.count).split(separator: "/").map(String.init)
            guard !names.contains(where: FolderWalk.isHidden) else { continue }
            throw DataError(
                "`\(path)` must lie outside of `\(folder)`, in which the folders are taken for classes of pictures",
                help: help)
        }
    }
}

extension PictureFolder {
    /// The folders whose sub-folders are taken for classes; none where a list names the pictures, or the folder cannot be read,
    /// which reading tells better.
    fileprivate func walkedFolders(_ opening: DataOpening) -> [String] {
        guard lists == nil, let root = try? root(opening) else { return [] }
        var walk = FolderWalk(surveying: root)
        guard let splits = try? FolderSplits(&walk) else { return [] }
        let folders = splits.train.isEmpty ? [root] : splits.possibleFolders.map { joined(root, $0) }
        return Set(folders.map(placeToBe)).sorted()
    }
}
