/// What a machine reaches, all threads together, measured.
package struct MachineSpeed: Hashable, Sendable {
    /// Floating-point operations a second with nothing to wait for; a multiply-add is two.
    package let flopsPerSecond: Double
    /// Bytes read and written a second, in memory that is larger than the caches.
    package let bytesPerSecond: Double

    package init(flopsPerSecond: Double, bytesPerSecond: Double) {
        self.flopsPerSecond = flopsPerSecond
        self.bytesPerSecond = bytesPerSecond
    }
}

/// How long operations take, foretold: the one place that knows.
///
/// An operation that was tried takes what it took then. Any other takes as long as its arithmetic at the machine's peak, or as its bytes at the machine's bandwidth, whichever
/// is longer (the roofline: Williams, Waterman and Patterson, "Roofline: an insightful visual performance model", 2009).
package struct TimeModel: Sendable {
    package let speed: MachineSpeed

    package init(_ speed: MachineSpeed) {
        self.speed = speed
    }

    /// In seconds.
    package func seconds(_ operation: OperationProfile) -> Double {
        if let tried = operation.expectedSeconds { return tried }
        let flops = 2 * operation.multiplyAdds
        return seconds(flops: operation.isWinograd ? flops / Self.winogradGain : flops, byteCount: operation.byteCount)
    }

    /// Winograd's F(4×4, 3×3) multiplies a quarter as often as the layers count, and its transforms cost about as much again
    /// (Lavin and Gray, "Fast algorithms for convolutional neural networks", CVPR 2016).
    private static let winogradGain = 2

    package func seconds(flops: Int, byteCount: Int) -> Double {
        max(Double(flops) / speed.flopsPerSecond, Double(byteCount) / speed.bytesPerSecond)
    }
}
