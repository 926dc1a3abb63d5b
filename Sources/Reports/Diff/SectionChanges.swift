import Recipes
import SpecSyntax

/// What differs between the sections of two specs beside the network: `input`, `classes`, `data`, `train`, `assert`.
enum SectionChanges {
    private static let handledElsewhere: Set<String> = ["netspec", "name", "include", "modules", "network"]

    /// By path: `train.batch`, `data.augment[0]`.
    static func all(from old: SyntaxNode, to new: SyntaxNode) -> [SettingChange] {
        let (before, after) = (sections(of: old), sections(of: new))
        return changes(before, after, at: "")
    }

    private static func sections(of tree: SyntaxNode) -> [SyntaxNode.Entry] {
        (tree.mapping ?? []).filter { !handledElsewhere.contains($0.key) }
    }

    private static func changes(
        _ old: [SyntaxNode.Entry], _ new: [SyntaxNode.Entry], at path: String
    ) -> [SettingChange] {
        let (before, after) = (byKey(old), byKey(new))
        let keys = new.map(\.key) + old.map(\.key).filter { after[$0] == nil }
        return keys.flatMap { key in
            change(before[key], after[key], at: path.isEmpty ? key : "\(path).\(key)")
        }
    }

    private static func change(_ old: SyntaxNode?, _ new: SyntaxNode?, at path: String) -> [SettingChange] {
        if let old, let new {
            if let before = old.mapping, let after = new.mapping { return changes(before, after, at: path) }
            if let before = old.sequence, let after = new.sequence {
                return (0..<max(before.count, after.count)).flatMap { place in
                    change(
                        before.indices.contains(place) ? before[place] : nil,
                        after.indices.contains(place) ? after[place] : nil, at: "\(path)[\(place)]")
                }
            }
            return isSameValue(old.description, new.description)
                ? [] : [SettingChange(name: path, before: old.description, after: new.description)]
        }
        // One that is left out counts as its default.
        let standard = defaults[path]
        if let standard, let written = (old ?? new)?.description, isSameValue(written, standard) { return [] }
        return [SettingChange(name: path, before: old?.description ?? standard, after: new?.description ?? standard)]
    }

    /// The defaults of the fields of `data` and `train`.
    private static let defaults: [String: String] = {
        let fields =
            FieldReader.declarations(of: TrainSettings.read).map { ("train.\($0.name)", $0.defaultText) }
            + FieldReader.declarations(of: DataSettings.read).map { ("data.\($0.name)", $0.defaultText) }
        return Dictionary(fields.compactMap { name, text in text.map { (name, $0) } }) { first, _ in first }
    }()

    private static func byKey(_ entries: [SyntaxNode.Entry]) -> [String: SyntaxNode] {
        Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
    }
}
