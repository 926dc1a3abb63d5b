/// Learned numbers in groups, cut into blocks that fit into a processor's nearest cache.
///
/// The cuts do not depend on the number of threads, so neither do the bits of what is summed block by block.
package struct ParameterBlocks: Sendable {
    package struct Block: Hashable, Sendable {
        /// In numbers, from the start of the learned ones.
        package let range: Range<Int>
        package let group: Int
    }

    /// In the order of their places.
    package let blocks: [Block]

    /// The most numbers in a block: with gradients and two numbers remembered of each they take 32 KiB.
    static let most = 2048

    /// - Parameter groups: the ranges of each; none overlaps another.
    package init(_ groups: [[Range<Int>]]) {
        let ranges = groups.enumerated().flatMap { group, ranges in ranges.map { Block(range: $0, group: group) } }
        blocks = ranges.sorted { $0.range.lowerBound < $1.range.lowerBound }.flatMap { part in
            stride(from: part.range.lowerBound, to: part.range.upperBound, by: Self.most).map { start in
                Block(range: start..<min(start + Self.most, part.range.upperBound), group: part.group)
            }
        }
    }

    /// The places of the blocks of one thread of a team: consecutive ones, as many as the others have.
    func share(of thread: Int, among threads: Int) -> Range<Int> {
        blocks.count * thread / threads..<blocks.count * (thread + 1) / threads
    }
}

extension UnsafeMutableBufferPointer<Float> {
    /// Where a block of the numbers begins.
    func at(_ block: ParameterBlocks.Block) -> UnsafeMutablePointer<Float> {
        guard let baseAddress else { preconditionFailure("blocks are of numbers that are there") }
        return baseAddress + block.range.lowerBound
    }
}
