import Diagnostics
import Recipes
import Tensors

/// Which pictures of a folder are learned from, validated by and tested with: of each class the same shares.
///
/// Pictures that are the same pixel by pixel are in one split, so that no network is judged by what it has learned from. Which are where
/// depends on the seed, the classes and the pictures alone.
package struct DataSplit: Sendable {
    package struct Shares: Hashable, Sendable {
        package let validation: Double
        package let test: Double

        /// - Precondition: both are at least 0, and together less than 1.
        package init(validation: Double, test: Double) {
            precondition(validation >= 0 && test >= 0 && validation + test < 1, "something is left to learn from")
            (self.validation, self.test) = (validation, test)
        }
    }

    /// The split of each picture by its number; nil for one that cannot be read.
    package let splits: [Dataset.Split?]
    /// What a user should know of it, a line each.
    package let remarks: [String]

    /// - Parameters:
    ///   - labels: of the pictures.
    ///   - classes: their names.
    ///   - same: pairs of pictures that are the same, the earlier one first.
    ///   - unreadable: pictures that are left out.
    package init(
        labels: [Int], classes: [String], same: [(earlier: Int, later: Int)], unreadable: Set<Int>, shares: Shares,
        seed: UInt64
    ) {
        var groups = labels.indices.map { unreadable.contains($0) ? [] : [$0] }
        for pair in same {
            groups[pair.earlier] += groups[pair.later]
            groups[pair.later] = []
        }
        var splits = [Dataset.Split?](repeating: nil, count: labels.count)
        var remarks: [String] = []
        var without: [Dataset.Split: [String]] = [:]
        for (label, name) in classes.enumerated() {
            // A picture that is there in two classes goes with the first of them.
            let own = groups.filter { $0.first.map { labels[$0] == label } ?? false }
            var random = KeyedRandom(seed: seed, purpose: .holdOut, label)
            let shuffled = random.permutation(of: own.count).map { own[$0] }
            for (split, group) in zip(Self.places(of: shuffled.map(\.count), shares), shuffled) {
                for number in group { splits[number] = split }
            }
            for (split, share) in [(Dataset.Split.validation, shares.validation), (.test, shares.test)] where share > 0
            {
                if !own.joined().contains(where: { splits[$0] == split }) { without[split, default: []].append(name) }
            }
        }
        if !unreadable.isEmpty {
            remarks.append(
                "\(counted(unreadable.count, "picture")) cannot be used, and \(unreadable.count == 1 ? "is" : "are") in no split"
            )
        }
        for (split, names) in without.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            remarks.append(
                "the \(split.rawValue) split has no picture of \(counted(names.count, "class", "classes")), which have too few: "
                    + listed(names, most: 8))
        }
        (self.splits, self.remarks) = (splits, remarks)
    }

    /// The splits of groups of so many pictures, in their order: first to test with, then to validate by, and the rest to learn from.
    ///
    /// A share of a class that has as many groups as there are splits is at least one group, and some group is always left.
    private static func places(of counts: [Int], _ shares: Shares) -> [Dataset.Split] {
        let total = counts.reduce(0, +)
        var splits = [Dataset.Split](repeating: .train, count: counts.count)
        let wanted = [(Dataset.Split.test, shares.test), (.validation, shares.validation)].filter { $0.1 > 0 }
        var free = Array(counts.indices)
        for (place, (split, share)) in wanted.enumerated() {
            let reserved = 1 + wanted.count - place - 1
            let isLarge = counts.count > wanted.count
            let goal = max(isLarge ? 1 : 0, Int((share * Double(total)).rounded()))
            var taken = 0
            for group in free where taken < goal && free.count > reserved {
                // Of a large group, when others are left, less is wrong with one that fits.
                guard taken + counts[group] <= goal || taken == 0 && counts[group] <= max(goal, total / 2) else {
                    continue
                }
                splits[group] = split
                taken += counts[group]
                free.removeAll { $0 == group }
            }
        }
        return splits
    }

    package func count(of split: Dataset.Split) -> Int { splits.count { $0 == split } }
}
