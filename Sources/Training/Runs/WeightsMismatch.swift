import Diagnostics
package import Tensors

/// The tensors of a file are not those that are wanted.
package struct WeightsMismatch: UserMistake, Hashable {
    package struct Misshapen: Hashable, Sendable, Encodable {
        package let name: String
        package let wanted: Shape
        package let found: Shape

        private enum CodingKeys: String, CodingKey { case name, wanted, found }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(wanted.lengths, forKey: .wanted)
            try container.encode(found.lengths, forKey: .found)
        }
    }

    /// How many names a message shows of each kind.
    private static let shown = 3

    package let path: String
    /// What was wanted: `network`, `optimiser`.
    package let owner: String
    package let missing: [String]
    package let unexpected: [String]
    package let misshapen: [Misshapen]

    /// Nil when every wanted tensor is there, in its shape, and nothing else.
    init?(wanted: [(name: String, shape: Shape)], found: [String: Shape], path: String, owner: String) {
        let names = Set(wanted.map(\.name))
        missing = wanted.map(\.name).filter { found[$0] == nil }
        unexpected = found.keys.filter { !names.contains($0) }.sorted()
        misshapen = wanted.compactMap { wanted in
            found[wanted.name].flatMap {
                $0 == wanted.shape ? nil : Misshapen(name: wanted.name, wanted: wanted.shape, found: $0)
            }
        }
        if missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty { return nil }
        self.path = path
        self.owner = owner
    }

    package var description: String {
        var parts: [String] = []
        if !missing.isEmpty { parts.append("it lacks \(list(missing, as: hinted))") }
        if !unexpected.isEmpty { parts.append("it has \(list(unexpected) { "`\($0)`" }), unknown here") }
        if !misshapen.isEmpty {
            parts.append(list(misshapen) { "`\($0.name)` must be \($0.wanted), found \($0.found)" })
        }
        return "`\(path)` is for another \(owner): \(parts.joined(separator: "; "))"
    }

    package private(set) var help: String? = "use the spec that the file was trained with, or another file"

    /// The same, with what to do known better by whoever knows what the weights are for.
    func advising(_ help: String) -> WeightsMismatch {
        var mismatch = self
        mismatch.help = help
        return mismatch
    }

    private func hinted(_ name: String) -> String {
        nearestName(to: name, among: unexpected).map { "`\(name)` (there is `\($0)`)" } ?? "`\(name)`"
    }

    private func list<Item>(_ items: [Item], as text: (Item) -> String) -> String {
        let rest = items.count - Self.shown
        return items.prefix(Self.shown).map(text).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
