import Diagnostics
import Files
import FoundationEssentials

/// The names of a network's classes, in the order of its scores, as a file of weights carries them.
///
/// Names are compared as Unicode does, so that a folder whose name a file system has decomposed is still the same class.
package struct ClassNames: Hashable, Sendable {
    package let names: [String]

    /// Of the metadata of weights.
    package static let key = "classes"

    package init(_ names: [String]) {
        self.names = names
    }

    /// For weights that do not say what their classes are called: `class 0`, `class 1`, …
    package init(numbered count: Int) {
        names = (0..<count).map { "class \($0)" }
    }

    /// - Parameter metadata: of a file of weights. One of an earlier version of netspec, or of another program, has no classes.
    package init?(_ metadata: [String: String]) {
        guard let text = metadata[Self.key],
            let names = try? JSONDecoder().decode([String].self, from: Data(text.utf8))
        else { return nil }
        self.names = names
    }

    /// As metadata have them: `["cat","dog"]`.
    package var text: String {
        (try? encodedJSON(names, inLines: false)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    /// How other classes differ from these, completing "the classes must be those of the weights: …"; nil where they are the
    /// same in the same order.
    package func difference(to found: ClassNames) -> String? {
        guard found != self else { return nil }
        let missing = names.filter { !found.names.contains($0) }
        let others = found.names.filter { !names.contains($0) }
        guard !missing.isEmpty || !others.isEmpty else { return "they are the same \(names.count), in another order" }
        return [
            missing.isEmpty ? nil : "missing \(list(missing))", others.isEmpty ? nil : "found besides \(list(others))",
        ]
        .compactMap { $0 }.joined(separator: "; ")
    }

    /// - Throws: `TrainingError` unless a set has these classes.
    ///
    /// - Parameter owner: completes "the classes of `photos` must be those of …".
    package func require(of set: String, as owner: String, _ found: ClassNames) throws(TrainingError) {
        guard let difference = difference(to: found) else { return }
        throw TrainingError(
            "the classes of `\(set)` must be those of \(owner): \(difference)",
            help: "give the data that the weights were trained on, or train on these in another folder")
    }

    private func list(_ names: [String]) -> String {
        let shown = names.prefix(5).map { "`\(abbreviated($0))`" }.joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
