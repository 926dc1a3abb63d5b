extension Int {
    /// The largest result of saturating arithmetic, 2⁵³: what JSON readers take as an exact number.
    package static let saturation = 1 << 53

    /// The product of two counts, or `saturation` where it would be more: for numbers that a user's sizes can blow up.
    package func saturatingTimes(_ other: Int) -> Int {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? Self.saturation : Swift.min(product, Self.saturation)
    }

    /// The sum of two counts, or `saturation` where it would be more.
    package func saturatingPlus(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? Self.saturation : Swift.min(sum, Self.saturation)
    }
}
