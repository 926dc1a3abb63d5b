import Files
import Recipes

/// Where the splits of a folder are: in folders of their names, or all that there is to learn from in the folder itself.
///
/// A folder `train` that holds folders is a split; one that holds pictures is a class of trains.
struct FolderSplits {
    /// The paths in the root; empty for the root itself.
    let train: String
    let validation: String?
    let test: String?

    private static let names: [(split: Dataset.Split, names: Set<String>)] = [
        (.train, ["train", "training"]), (.validation, ["val", "valid", "validation"]), (.test, ["test", "testing"]),
    ]

    init(_ walk: inout FolderWalk) throws {
        let folders = try walk.items(of: "").filter(\.isFolder)
        var found: [Dataset.Split: FolderWalk.Item] = [:]
        var others: [FolderWalk.Item] = []
        for folder in folders {
            guard let split = Self.names.first(where: { $0.names.contains(folder.name.lowercased()) })?.split else {
                others.append(folder)
                continue
            }
            if let known = found[split] {
                try walk.report(
                    DataError(
                        "`\(walk.root)` must have one folder for its \(split.rawValue) split, found `\(known.name)` and "
                            + "`\(folder.name)`", help: "put them together, or take one away"))
                continue
            }
            found[split] = folder
        }
        guard let train = found[.train], try Self.holdsFolders(train, walk) else {
            (self.train, validation, test) = ("", nil, nil)
            return
        }
        for folder in others { walk.remark(.besideSplits, folder.path) }
        for split in [Dataset.Split.validation, .test] {
            // Pictures without classes, as of a contest's test, tell nothing.
            guard let folder = found[split], try !Self.holdsFolders(folder, walk) else { continue }
            walk.remark(.withoutClasses, folder.path)
            found[split] = nil
        }
        self.train = train.path
        (validation, test) = (found[.validation]?.path, found[.test]?.path)
    }

    /// The folders of the splits, and those that would be taken for one if they were made.
    var possibleFolders: [String] {
        [train] + [validation, test].compactMap { $0 } + Self.names.flatMap(\.names)
    }

    private static func holdsFolders(_ folder: FolderWalk.Item, _ walk: FolderWalk) throws -> Bool {
        try walk.items(of: folder.path).contains(where: \.isFolder)
    }
}
