import Diagnostics

/// What the keys of a mapping that nothing reads most likely mean.
struct UnknownKeys {
    enum Meaning {
        /// A field whose name is close, or that other programs call so.
        case misspelt(String)
        /// A field whose name is written with its value behind it, for want of a colon or a space.
        case joined(String)
        /// The one field that is missing, where its value is one for that field.
        case missing(String)

        var name: String {
            switch self {
            case .misspelt(let name), .joined(let name), .missing(let name): name
            }
        }
    }

    /// A required field that is not there.
    struct Missing {
        let name: String
        /// Whether a value is one for it.
        let fits: (SyntaxNode) -> Bool
    }

    /// In the order of the keys; nil for what is like nothing.
    let meanings: [(entry: SyntaxNode.Entry, meaning: Meaning?)]

    /// - Parameters:
    ///   - open: the fields that are not written.
    ///   - others: fields that are read elsewhere.
    ///   - missing: those of the open ones that must be there.
    init(
        _ entries: [SyntaxNode.Entry], open: [String], others: [String], missing: [Missing], places: KeyPlaces
    ) {
        var open = open
        var meanings: [(entry: SyntaxNode.Entry, meaning: Meaning?)] = entries.map { entry in
            let meaning = Self.meaning(of: entry, open: open, others: others, places)
            if let name = meaning?.name { open.removeAll { $0 == name } }
            return (entry, meaning)
        }
        let strangers = meanings.indices.filter { meanings[$0].meaning == nil }
        let needed = missing.filter { open.contains($0.name) }
        if strangers.count == 1, needed.count == 1, needed[0].fits(entries[strangers[0]].value) {
            meanings[strangers[0]].meaning = .missing(needed[0].name)
        }
        self.meanings = meanings
    }

    private static func meaning(
        of entry: SyntaxNode.Entry, open: [String], others: [String], _ places: KeyPlaces
    ) -> Meaning? {
        if let name = entry.joinedName, open.contains(name) { return .joined(name) }
        let elsewhere = places.keys(forAlias: entry.key)
        let name = elsewhere.first { open.contains($0) || others.contains($0) }
        return (name ?? nearestName(to: entry.key, among: open + others)).map { .misspelt($0) }
    }
}

extension SyntaxNode.Entry {
    /// The field in `filters:4` or `filters 4`, keys to YAML for want of a space or a colon.
    var joinedName: String? {
        guard value.isEmpty, let end = key.firstIndex(where: { ": ".contains($0) }) else { return nil }
        return String(key[..<end])
    }
}
