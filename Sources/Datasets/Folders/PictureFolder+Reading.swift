import Diagnostics
import Files
package import Recipes

/// Finds the pictures and their classes; they are decoded when they are wanted, or once where they are cached.
extension PictureFolder: ReadableSource {
    package func open(_ opening: DataOpening) throws -> Dataset {
        guard let fit = opening.fit else { preconditionFailure("pictures of any size are for a network's input") }
        let root = try self.root(opening)
        let name = root.split(separator: "/").last.map(String.init) ?? root
        var walk =
            opening.isSurvey
            ? FolderWalk(surveying: root) : FolderWalk(root: root, skipped: SkippedPictures(onError))
        let found = try lists.map { try Self.listed($0, &walk) } ?? Self.inFolders(&walk)
        if found.classes.count < 2 {
            let error = DataError(
                "`\(root)` must have at least two classes, found "
                    + (found.classes.first.map { "`\($0)` alone" } ?? "none"),
                help: "put the pictures of each class into a folder of its own in `\(root)`, named as the class")
            if found.classes.isEmpty {
                // What a survey has met on the way tells more.
                throw walk.skipped.unnumbered.first.map { DataError($0.message, help: $0.help) } ?? error
            }
            try walk.report(error)
        }
        let skipped = walk.skipped
        func pictures(_ split: Dataset.Split) throws -> (any PictureSet)? {
            guard let table = found.tables[split], table.count > 0 || opening.isSurvey && split == .train else {
                return nil
            }
            let pictures = FolderPictures(table, channels: channels, split: split, skipped: skipped)
            return try cached(pictures, fit, opening)
        }
        guard let train = try pictures(.train) else {
            throw DataError(
                "`\(root)` must hold pictures to learn from, found none", help: "put JPEG, PNG or WebP files there")
        }
        return Dataset(
            name: name, classes: found.classes, train: train, validation: try pictures(.validation),
            test: try pictures(.test), remarks: walk.remarks.lines, skipped: skipped)
    }

    private typealias Found = (classes: [String], tables: [Dataset.Split: PictureTable])

    private static func listed(_ lists: PictureLists, _ walk: inout FolderWalk) throws -> Found {
        let listed = try ListedPictures(lists, &walk)
        return (listed.classes, listed.tables)
    }

    private static func inFolders(_ walk: inout FolderWalk) throws -> Found {
        let splits = try FolderSplits(&walk)
        let train = try ClassFolders(of: splits.train, &walk)
        var tables = [Dataset.Split.train: try train.table(of: train.names, mayBeEmpty: false, &walk)]
        for (split, path) in [(Dataset.Split.validation, splits.validation), (.test, splits.test)] {
            guard let path else { continue }
            tables[split] = try ClassFolders(of: path, &walk).table(of: train.names, mayBeEmpty: true, &walk)
        }
        return (train.names, tables)
    }

    private func cached(_ pictures: FolderPictures, _ fit: PictureFit, _ opening: DataOpening) throws -> any PictureSet
    {
        switch opening.countsOnly || opening.isSurvey ? .none : cache {
        case .none: return pictures
        case .memory:
            return try CachedPictures(
                pictures, fit, in: MemoryPictureStore(limit: opening.byteLimit()), tell: opening.tell)
        case .disk:
            return try CachedPictures(pictures, fit, in: DiskPictureStore(for: pictures, fit), tell: opening.tell)
        }
    }

    /// The folder of the pictures: where the spec says, or in or at the one that a user names.
    ///
    /// `--data` comes first: it is the folder, or a parent of one of that name. `NETSPEC_DATA`, which is for all sets, is looked
    /// into where the folder is not where the spec says.
    func root(_ opening: DataOpening) throws -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if opening.isChosen, let chosen = opening.folder {
            let inside = joined(chosen, name)
            if isFolder(inside) { return inside }
            guard isFolder(chosen) else {
                throw DataError(
                    "there is no folder `\(chosen)` to read pictures from",
                    help: "give the folder of the pictures as `--data`")
            }
            return chosen
        }
        if isFolder(path) { return path }
        if let parent = opening.folder, isFolder(joined(parent, name)) { return joined(parent, name) }
        throw DataError(
            exists(path)
                ? "`\(path)` must be a folder, and is none" : "there is no folder `\(path)` to read pictures from",
            help:
                "give the folder with `--data DIR`, or correct `folder` in `data`, which is relative to the spec's file"
        )
    }
}
