/// What a picture shows: one class, or, where two pictures were mixed into one, a share of each of two.
///
/// As a distribution over classes: `(1 − otherShare) · one-hot(label) + otherShare · one-hot(other)`.
package struct Target: Hashable, Sendable {
    package let label: Int
    /// The class of the picture that was mixed in; `label` where none was.
    package let other: Int
    /// From 0 to 1.
    package let otherShare: Float

    package init(_ label: Int) {
        self.init(label, mixedWith: label, share: 0)
    }

    /// - Parameter share: of `other`.
    package init(_ label: Int, mixedWith other: Int, share: Float) {
        precondition(share >= 0 && share <= 1, "a share is from 0 to 1")
        self.label = label
        self.other = other
        otherShare = share
    }

    /// The class with the larger share; `label` where both have half.
    package var main: Int { otherShare > 0.5 ? other : label }

    /// Whether both classes are among the first `count`.
    package func isAmong(_ count: Int) -> Bool {
        (0..<count).contains(label) && (0..<count).contains(other)
    }
}

extension Target: ExpressibleByIntegerLiteral {
    package init(integerLiteral label: Int) {
        self.init(label)
    }
}
