/// How long operations take, foretold: the one place that knows.
///
/// An operation that was tried takes what it took then. Any other takes as long as its arithmetic at the machine's peak, or as
/// its bytes at the machine's bandwidth, whichever is longer (the roofline: Williams, Waterman and Patterson, "Roofline: an
/// insightful visual performance model", 2009), and what every operation of its kind takes beside that; or as long as its kind
/// takes in the caches, if that is longer.
package struct TimeModel: Sendable {
    package let speed: MachineSpeed

    package init(_ speed: MachineSpeed) {
        self.speed = speed
    }

    /// In seconds.
    package func seconds(_ operation: OperationProfile) -> Double {
        if let tried = operation.expectedSeconds { return tried }
        let flops = 2 * operation.multiplyAdds
        let roof = seconds(
            flops: operation.isWinograd ? flops / Self.winogradGain : flops, byteCount: operation.byteCount)
        if flops == 0, let inCache = speed.operations.seconds(operation) { return max(inCache, roof) }
        return speed.operations.secondsEach(operation) + roof
    }

    /// Winograd's F(4×4, 3×3) multiplies a quarter as often as the layers count, and its transforms cost about as much again
    /// (Lavin and Gray, "Fast algorithms for convolutional neural networks", CVPR 2016).
    private static let winogradGain = 2

    package func seconds(flops: Int, byteCount: Int) -> Double {
        max(Double(flops) / speed.flopsPerSecond, Double(byteCount) / speed.bytesPerSecond)
    }
}
