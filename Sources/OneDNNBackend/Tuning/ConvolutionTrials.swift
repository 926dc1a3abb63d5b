/// How long a convolution takes by one algorithm.
struct ConvolutionTrial: Hashable, Sendable {
    let algorithm: ConvolutionAlgorithm
    let seconds: Double
}

/// What trials have shown of one product of a convolution.
struct ConvolutionTrials: Hashable, Sendable {
    /// How far it can be relied on.
    enum Standing: String, Hashable, Sendable {
        case found
        /// Disturbed, or at odds with what a step took: whoever wants it next tries it again.
        case doubtful
        /// Doubted, tried again and found to be so: it is not tried again.
        case confirmed
    }

    /// The fastest first.
    let ranked: [ConvolutionTrial]
    var standing = Standing.found

    /// The trials as they stand after a doubt has been looked into.
    ///
    /// - Parameter before: what was doubted.
    func confirming(_ before: ConvolutionTrials?) -> ConvolutionTrials {
        guard standing == .found, let before, agrees(with: before) else { return self }
        return ConvolutionTrials(ranked: ranked, standing: .confirmed)
    }

    /// Whether these trials, doubted, are the ones that a file has, which it does not know to be right.
    func isDoubt(of known: ConvolutionTrials) -> Bool { known.standing != .confirmed && agrees(with: known) }

    private func agrees(with other: ConvolutionTrials) -> Bool {
        ranked.map(\.algorithm) == other.ranked.map(\.algorithm)
            && zip(other.ranked, ranked).allSatisfy { Self.agreement.contains($0.seconds / $1.seconds) }
    }

    private static let agreement = 0.8...1.25
}
