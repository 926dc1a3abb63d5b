/// The lengths of a tensor's axes, outermost first: `[C, H, W]` for one picture, `[N, C, H, W]` for a batch.
package struct Shape: Hashable, Sendable, CustomStringConvertible {
    package let lengths: [Int]

    package init(_ lengths: [Int]) {
        self.lengths = lengths
    }

    package var rank: Int { lengths.count }

    /// The product of the lengths; 1 for a scalar. Use `checkedElementCount` for lengths that a user wrote.
    package var elementCount: Int { lengths.reduce(1, *) }

    /// The product of the lengths, or nil when it is more than `limit`.
    package func checkedElementCount(limit: Int = 1 << 40) -> Int? {
        var product = 1
        for length in lengths {
            let (next, overflows) = product.multipliedReportingOverflow(by: length)
            if overflows || next > limit { return nil }
            product = next
        }
        return product
    }

    package subscript(axis: Int) -> Int { lengths[axis] }

    /// The same shape with a batch axis in front.
    package func batched(_ count: Int) -> Shape { Shape([count] + lengths) }

    /// `[192, 32, 32]`
    package var description: String { "[\(lengths.map(String.init).joined(separator: ", "))]" }
}

extension Shape: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Int...) {
        self.init(elements)
    }
}
