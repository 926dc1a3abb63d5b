import Diagnostics
package import Pixels
package import Recipes

/// A spec to begin with, for the pictures of a folder: what suits their sizes, classes, counts and colours, with the reasons as comments.
///
/// It is right as it is written, and trains. Of its own it has a small network; with a base it has that one's.
package struct StarterSpec {
    /// Another spec, whose network is taken.
    package struct Base {
        /// As the spec names it, relative to its own file.
        package let path: String
        package let size: PictureSize
        package let channels: Int
        /// Whether it asserts numbers, which are of its own classes.
        package let hasAssertions: Bool

        package init(path: String, size: PictureSize, channels: Int, hasAssertions: Bool) {
            (self.path, self.size, self.channels, self.hasAssertions) = (path, size, channels, hasAssertions)
        }
    }

    private let facts: StarterFacts
    private let base: Base?
    private let input: StarterInput

    /// - Throws: `DataError` where there are too few pictures to learn from.
    package init(_ facts: StarterFacts, base: Base?) throws(DataError) {
        try facts.requireEnough()
        (self.facts, self.base) = (facts, base)
        input = base.map { StarterInput(facts, size: $0.size) } ?? StarterInput(facts)
    }

    package var text: String { (head + network + data + training).map { $0 + "\n" }.joined() }

    private var head: [String] {
        [
            "# For the pictures in `\(printable(facts.folder))`: \(facts.count) of \(facts.classes.count) classes to learn from, "
                + "\(facts.balance).",
            "# Written by `netspec data make`; change what you know better. `netspec validate` tells what a change leads to.",
            "netspec: 1", "name: \(specScalar(facts.name))",
        ]
    }

    private var network: [String] {
        guard let base else {
            return StarterNetwork(input.size, channels: facts.channels, input.reason).lines(facts.classes.count)
        }
        return [
            "",
            "# The network of another spec, at its input of \(base.channels)×\(base.size.height)×\(base.size.width), with these "
                + "pictures and a training for them.", "extends: \(specScalar(base.path))",
        ]
            + (base.hasAssertions
                ? ["remove: [assert]                     # its numbers are those of its own classes"] : [])
            + ["changes:", "  classes: \(facts.classes.count)"]
    }

    /// Of a spec's own fields, or of what it changes in another.
    private func section(_ name: String, _ lines: [String]) -> [String] {
        let indent = base == nil ? "" : "  "
        return (base == nil ? [""] : []) + ["\(indent)\(name):"] + lines.map { "\(indent)  \($0)" }
    }

    private var data: [String] {
        let source = FolderSource(path: facts.path, list: facts.list, skipsUnreadable: facts.unreadable > 0)
        var lines = ["# The path is relative to this file."]
        if facts.unreadable > 0 {
            lines.append(
                "# \(counted(facts.unreadable, "picture")) cannot be decoded and \(facts.unreadable == 1 ? "is" : "are") left out."
            )
        }
        lines.append("source: \(source.text)")
        lines.append("# Mean and deviation of all pixels to learn from, so that the network sees numbers around 0.")
        lines.append("normalize: {mean: \(Self.numbers(facts.means)), deviation: \(Self.numbers(facts.deviations))}")
        lines += input.resizing
        lines += input.augmentation(flips: facts.mayFlip)
        if let share = facts.heldOutShare {
            lines.append("# Held out of each class, to choose and to judge by.")
            lines.append("validation: \(share)")
        }
        if facts.isUneven {
            lines.append("# The classes have very different numbers of pictures: each is drawn as often as the others.")
            lines.append("sampling: balanced")
        }
        return section("data", lines)
    }

    private var training: [String] {
        section(
            "train",
            [
                "# About \(StarterFacts.wantedSteps) steps, as far as that makes from \(StarterFacts.fewestEpochs) to "
                    + "\(StarterFacts.mostEpochs) epochs of \(facts.trainingCount) pictures.",
                "epochs: \(facts.epochs)", "batch: \(facts.batch)",
                "# Forgiving of its rate; the rate is what to try first: a third and three times of it.",
                "optimizer: {adamw: {rate: 0.002, weight-decay: 0.05}}", "schedule: cosine",
            ])
    }

    private static func numbers(_ values: [Double]) -> String {
        "[\(values.map { decimal($0, places: 4) }.joined(separator: ", "))]"
    }
}
