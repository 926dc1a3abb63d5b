/// What a timing ran on.
package struct TimingMachine: Sendable {
    package let threads: Int
    /// `float32` or `bfloat16`.
    package let precision: String
    /// What the machine's multipliers reach with nothing to wait for, measured; nil where it was not.
    package let peakFLOPSPerSecond: Double?

    package init(threads: Int, precision: String, peakFLOPSPerSecond: Double?) {
        self.threads = threads
        self.precision = precision
        self.peakFLOPSPerSecond = peakFLOPSPerSecond
    }
}
