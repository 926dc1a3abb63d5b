import Diagnostics
package import Execution

/// Weights that hold NaN or infinity: what they compute means nothing.
package struct NonFiniteWeights: UserMistake {
    /// The names of the tensors, in the order of the network, and how many of their numbers are none.
    package let tensors: [(name: String, count: Int, of: Int)]
    private let path: String

    /// More than these are not named.
    private static let mostNamed = 8

    /// Nil where every number is finite.
    ///
    /// - Parameter path: of the file that they come from.
    package init?(_ parameters: ParameterStore, from path: String) {
        self.path = path
        tensors = parameters.entries.compactMap { entry in
            let count = parameters.values[entry.range].count { !$0.isFinite }
            return count > 0 ? (entry.name, count, entry.range.count) : nil
        }
        if tensors.isEmpty { return nil }
    }

    package var description: String {
        let named = tensors.prefix(Self.mostNamed).map { "`\($0.name)` (\($0.count) of \($0.of))" }
        let others = tensors.count - Self.mostNamed
        let more = others > 0 ? " and \(counted(others, "more tensor"))" : ""
        return "weights must be finite numbers, and in `\(path)` these hold NaN or infinity: "
            + named.joined(separator: ", ") + more
    }

    package var help: String? {
        "take an earlier checkpoint; a training that ends so needs a lower rate or a warm-up"
    }

}
