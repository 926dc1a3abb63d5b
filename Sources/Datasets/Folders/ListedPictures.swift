import Files
import Recipes

/// The pictures that lists name, by splits.
struct ListedPictures {
    let classes: [String]
    private(set) var tables: [Dataset.Split: PictureTable] = [:]

    /// - Throws: `DataError` for lines that contradict each other, a class that is not among those to learn from, and, as
    ///   `on-error` says, a picture that is not there.
    init(_ lists: PictureLists, _ walk: inout FolderWalk) throws {
        let files: [(split: Dataset.Split, name: String?)] = [
            (.train, lists.train), (.validation, lists.validation), (.test, lists.test),
        ]
        var parts: [(split: Dataset.Split, list: PictureList, entries: [PictureList.Entry])] = []
        for (split, name) in files {
            guard let name else { continue }
            let path = name.hasPrefix("/") ? name : joined(walk.root, name)
            let report = walk.report
            func read() throws -> PictureList { try PictureList(path, classColumn: lists.classColumn, report: report) }
            // Without a list to learn from, nothing can be said of the others.
            guard let list = split == .train ? try read() : try walk.surviving(read) else { continue }
            let isWhole = lists.validation == nil && lists.test == nil
            if !isWhole, list.entries.contains(where: { $0.split != nil }) { walk.remark(.splitColumns, name) }
            for (part, entries) in Dictionary(grouping: list.entries, by: { isWhole ? $0.split ?? split : split })
                .sorted(by: { $0.key.rawValue > $1.key.rawValue })
            {
                parts.append((part, list, entries))
            }
        }
        let names = Set(parts.filter { $0.split == .train }.flatMap { $0.entries.map(\.name) })
        classes = names.sorted()
        let labels = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($0.element, $0.offset) })
        for (split, list, entries) in parts {
            tables[split] = try Self.table(entries, of: list, labels, &walk)
        }
    }

    private static func table(
        _ entries: [PictureList.Entry], of list: PictureList, _ labels: [String: Int], _ walk: inout FolderWalk
    ) throws -> PictureTable {
        var table = PictureTable(root: walk.root)
        var known: [String: PictureList.Entry] = [:]
        for entry in entries {
            guard let label = labels[entry.name] else {
                try walk.report(
                    DataError(
                        "each class must be one of those to learn from, found `\(entry.name)` in line \(entry.line) of "
                            + "`\(list.path)`", help: "correct the class, or give pictures of it to learn from"))
                continue
            }
            if let same = known.updateValue(entry, forKey: entry.path) {
                guard same.name == entry.name else {
                    try walk.report(
                        DataError(
                            "a picture has one class, and lines \(same.line) and \(entry.line) of `\(list.path)` give "
                                + "`\(entry.path)` the classes `\(same.name)` and `\(entry.name)`",
                            help: "remove one of the lines"))
                    continue
                }
                walk.remark(.namedTwice, entry.path)
            }
            let path = entry.path.hasPrefix("/") ? entry.path : joined(walk.root, entry.path)
            guard let status = FileStatus(path), status.kind == .file else {
                let fault = LinkFault(path).map { "`\(path)` \($0.predicate)" } ?? "there is no file `\(path)`"
                try walk.skipped.report(
                    "\(fault), which line \(entry.line) of `\(list.path)` names",
                    help: "correct the path, which is relative to `\(walk.root)`, or remove the line")
                continue
            }
            table.append(entry.path, label: label, status)
        }
        return table
    }
}
