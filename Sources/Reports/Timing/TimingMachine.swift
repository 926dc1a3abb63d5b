package import Execution

/// What a timing ran on.
package struct TimingMachine: Sendable {
    package let threads: Int
    /// `float32` or `bfloat16`.
    package let precision: String
    /// Measured; nil where it was not.
    package let speed: MachineSpeed?

    /// Stored, because Swift 6.3's optimiser crashes where it is computed from `speed`.
    let peakFLOPSPerSecond: Double?

    package init(threads: Int, precision: String, speed: MachineSpeed?) {
        self.threads = threads
        self.precision = precision
        self.speed = speed
        peakFLOPSPerSecond = speed?.flopsPerSecond
    }
}
