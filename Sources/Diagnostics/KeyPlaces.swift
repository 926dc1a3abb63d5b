/// A name as other programs write it, in the form by which tables of such names are asked: in lower case, without `-`, `_` and
/// spaces.
package func normalizedAlias(_ name: String) -> String {
    name.lowercased().filter { !"-_ ".contains($0) }
}

/// A key of the language that another program calls otherwise.
package struct KeyAlias: Hashable, Sendable {
    /// How what is written behind the other program's key says the same here.
    package enum Values: Hashable, Sendable {
        /// As it is.
        case same
        /// By other words: `true` is `ceil`.
        case words([String: String])
        /// In no way that could be told without knowing what is meant; completes "write `every`, …".
        case different(String)
    }

    package let key: String
    package let values: Values

    package init(_ key: String, _ values: Values = .same) {
        (self.key, self.values) = (key, values)
    }
}

extension KeyAlias: ExpressibleByStringLiteral {
    package init(stringLiteral key: String) {
        self.init(key)
    }
}

/// Where in the language each key belongs: for one that stands where nothing reads it.
package struct KeyPlaces: Sendable {
    /// A mapping that has a field of the key's name.
    package struct Place: Hashable, Sendable {
        /// Completes "belongs …": ``in `train` ``.
        package let text: String

        package init(_ text: String) {
            self.text = text
        }

        /// The place of the kinds of layers.
        package static let step = Place("in `network`, as a step")
    }

    /// For those who know of no mapping but their own.
    package static let unknown = KeyPlaces { [] }

    private let table: @Sendable () -> [(key: String, place: Place)]
    private let aliases: [String: [KeyAlias]]
    private let mainFields: [String: String]

    /// - Parameters:
    ///   - aliases: keys of other programs, as `normalizedAlias` gives them, with the keys that mean the same.
    ///   - mainFields: for the paths of kinds that a word alone can stand behind, the field that it is the value of.
    ///   - table: every key with each of its places; asked for only when a key is looked up.
    package init(
        aliases: [String: [KeyAlias]] = [:], mainFields: [String: String] = [:],
        _ table: @escaping @Sendable () -> [(key: String, place: Place)]
    ) {
        self.aliases = aliases
        self.mainFields = mainFields
        self.table = table
    }

    /// The field that a word alone is the value of, where it stands behind the last key of a path: `path` for `data.source.folder`.
    package func mainField(at path: String) -> String? { mainFields[path] }

    /// The keys that mean what other programs call `name`.
    package func keys(forAlias name: String) -> [String] {
        (aliases[normalizedAlias(name)] ?? []).map(\.key)
    }

    /// How values of what other programs call `name` say the same as ones of `key`.
    package func values(ofAlias name: String, for key: String) -> KeyAlias.Values {
        aliases[normalizedAlias(name)]?.first { $0.key == key }?.values ?? .same
    }

    /// Says where a key belongs; nil where no mapping has it.
    package func help(for key: String) -> String? {
        let table = table()
        let names = [key] + keys(forAlias: key)
        let all = names.lazy.map { name in table.filter { folded($0.key) == folded(name) } }
        guard let found = all.first(where: { !$0.isEmpty }), let first = found.first else { return nil }
        let places = found.map(\.place).reduce(into: [Place]()) { if !$0.contains($1) { $0.append($1) } }
        let shown = places.prefix(4).map(\.text)
        let list =
            shown.count > 1 ? shown.dropLast().joined(separator: ", ") + " or " + shown[shown.count - 1] : shown[0]
        let subject = first.key == key ? "this key" : "`\(first.key)`"
        return "\(subject) belongs \(list)\(places.count > 4 ? ", …" : "")"
    }

    /// Says of a word that it is a step; nil where it is none.
    package func stepHelp(for word: String) -> String? {
        let isStep = table().contains { $0.key == word.lowercased() && $0.place == .step }
        return isStep ? "`\(word.lowercased())` belongs \(Place.step.text) of its own: `- \(word.lowercased())`" : nil
    }

    private func folded(_ key: String) -> String {
        key.lowercased().replacing("_", with: "-")
    }
}
