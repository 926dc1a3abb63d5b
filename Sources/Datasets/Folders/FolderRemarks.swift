import Diagnostics

/// What was found in a folder of pictures beside them, and left aside.
struct FolderRemarks: Sendable {
    /// By what they have in common: `no picture`; of each the first few, and how many there are.
    private var found: [(kind: Kind, names: [String], count: Int)] = []
    private static let shown = 3

    enum Kind: String, CaseIterable, Sendable {
        case noPictures = "no picture"
        case besideClasses = "beside the folders of the classes"
        case besideSplits = "beside the folders of the splits"
        case withoutClasses = "without folders of classes"
        case emptyClasses = "empty"
        case namedTwice = "named twice in the list"
        case splitColumns = "splits in a list of one"
        case linkedAgain = "reached again by links"

        fileprivate func text(_ count: Int) -> String {
            let (files, are) = (counted(count, "file"), count == 1 ? "is" : "are")
            let (folders, lie) = (counted(count, "folder"), count == 1 ? "lies" : "lie")
            return switch self {
            case .noPictures: "\(files) \(are) no picture\(count == 1 ? "" : "s") and left aside"
            case .besideClasses: "\(files) \(lie) beside the folders of the classes and \(are) left aside"
            case .besideSplits: "\(folders) \(lie) beside those of the splits and \(are) left aside"
            case .withoutClasses: "\(folders) \(are) left aside, without folders of classes"
            case .emptyClasses: "\(folders) of classes \(are) empty"
            case .splitColumns:
                "\(counted(count, "list")) \(count == 1 ? "names" : "name") splits, which `list` says already, so that the column is left aside"
            case .linkedAgain: "\(folders) \(are) reached again by links, and \(count == 1 ? "is" : "are") read once"
            case .namedTwice:
                "\(counted(count, "picture")) \(are) named twice by the list, with the same class, and \(are) there twice"
            }
        }
    }

    mutating func add(_ kind: Kind, _ name: String) {
        guard let place = found.firstIndex(where: { $0.kind == kind }) else {
            found.append((kind, [name], 1))
            return
        }
        found[place].count += 1
        if found[place].names.count < Self.shown { found[place].names.append(name) }
    }

    /// A line for each kind: `2 files are no pictures and left aside: `a/notes.txt`, `b/list``.
    var lines: [String] {
        found.map { remark in
            let names = remark.names.map { "`\(abbreviated($0))`" }.joined(separator: ", ")
            return "\(remark.kind.text(remark.count)): \(names)\(remark.count > remark.names.count ? ", …" : "")"
        }
    }
}
