/// Where in the language each key belongs: for one that stands where nothing reads it.
package struct KeyPlaces: Sendable {
    /// A mapping that has a field of the key's name.
    package struct Place: Hashable, Sendable {
        /// Completes "belongs …": ``in `train` ``.
        package let text: String

        package init(_ text: String) {
            self.text = text
        }
    }

    /// For those who know of no mapping but their own.
    package static let unknown = KeyPlaces { [] }

    private let table: @Sendable () -> [(key: String, place: Place)]

    /// - Parameter table: every key with each of its places; asked for only when a key is looked up.
    package init(_ table: @escaping @Sendable () -> [(key: String, place: Place)]) {
        self.table = table
    }

    /// Says where a key belongs; nil where no mapping has it.
    package func help(for key: String) -> String? {
        let found = table().filter { folded($0.key) == folded(key) }
        guard let first = found.first else { return nil }
        let places = found.map(\.place).reduce(into: [Place]()) { if !$0.contains($1) { $0.append($1) } }
        let shown = places.prefix(4).map(\.text)
        let list =
            shown.count > 1 ? shown.dropLast().joined(separator: ", ") + " or " + shown[shown.count - 1] : shown[0]
        let subject = first.key == key ? "this key" : "`\(first.key)`"
        return "\(subject) belongs \(list)\(places.count > 4 ? ", …" : "")"
    }

    private func folded(_ key: String) -> String {
        key.lowercased().replacing("_", with: "-")
    }
}
