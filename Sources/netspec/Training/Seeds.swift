import ArgumentParser
import SpecSyntax

/// Seeds as one writes them: `1..5`, or `1,4,9`.
struct Seeds: ExpressibleByArgument {
    let values: [UInt64]
    /// As they were written.
    let text: String

    /// More would be a slip.
    private static let most = 1000

    init?(argument: String) {
        text = argument
        let ends = argument.split(separator: ".", omittingEmptySubsequences: false)
        if ends.count == 3, ends[1].isEmpty, let first = Self.seed(ends[0]), let last = Self.seed(ends[2]) {
            guard first <= last, last - first < Self.most else { return nil }
            values = Array(first...last)
        } else {
            let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
            let seeds = parts.compactMap(Self.seed)
            guard seeds.count == parts.count, Set(seeds).count == seeds.count, seeds.count <= Self.most else {
                return nil
            }
            values = seeds
        }
    }

    /// As `train.seed` takes it.
    private static func seed(_ text: Substring) -> UInt64? {
        UInt64(text).flatMap { $0 <= UInt64(largestInteger) ? $0 : nil }
    }
}
