import Layers
import Networks
package import Training

/// A timing in the form that `time --format json` promises; field names are those of the output.
package struct TimingJSON: Encodable, Sendable {
    struct Pass: Encodable, Sendable {
        let seconds: Double
        let gigaflopsPerSecond: Double
        /// Of this machine's measured peak; absent where that was not measured.
        let shareOfPeak: Double?
        let bytes: Int
    }

    struct Layer: Encodable, Sendable {
        let path: String
        let seconds: Double
        let shareOfStep: Double
        let forward: Pass
        let backward: Pass
    }

    let name: String
    let phase: String
    let batch: Int
    let precision: String
    let threads: Int
    let imagesPerSecond: Double
    let secondsPerStep: Double
    let leastSecondsPerStep: Double
    /// What the operations take when each is timed on its own.
    let sumOfOperations: Double
    /// Of this machine, measured; absent where it was not.
    let peakGigaflopsPerSecond: Double?
    let workingBytes: Int
    /// What was foretold before the run, and what came of it.
    let predicted: ForecastComparison
    /// What runs by reference code; empty where all is fast.
    let slow: [SlowOperations.Operation]
    let layers: [Layer]
    let modules: [Layer]

    package init(_ timing: StepTiming, _ machine: TimingMachine, _ forecast: StepForecast) {
        name = timing.parts.network.name
        phase = timing.phase.rawValue
        batch = timing.batch
        precision = machine.precision
        threads = machine.threads
        imagesPerSecond = timing.imagesPerSecond
        secondsPerStep = timing.secondsPerStep
        leastSecondsPerStep = timing.leastSecondsPerStep
        sumOfOperations = timing.parts.seconds
        peakGigaflopsPerSecond = machine.peakFLOPSPerSecond.map { $0 / 1e9 }
        workingBytes = timing.workingByteCount
        predicted = ForecastComparison(
            forecast, seconds: \.secondsWithOneBatch, measuredSeconds: timing.secondsPerStep,
            measuredByteCount: timing.peakByteCount)
        slow = SlowOperations(timing.parts, isMeasured: true).operations
        func layers(_ rows: [TimingRow]) -> [Layer] {
            rows.map { row in
                Layer(
                    path: row.path, seconds: row.seconds, shareOfStep: row.seconds / timing.parts.seconds,
                    forward: Pass(row.forward, machine), backward: Pass(row.backward, machine))
            }
        }
        self.layers = layers(timing.parts.rows(depth: nil))
        modules = layers(timing.parts.rows(depth: 1))
    }
}

extension TimingJSON.Pass {
    fileprivate init(_ pass: TimingRow.Pass, _ machine: TimingMachine) {
        let rate = pass.seconds > 0 ? Double(pass.flops) / pass.seconds : 0
        self.init(
            seconds: pass.seconds, gigaflopsPerSecond: rate / 1e9,
            shareOfPeak: machine.peakFLOPSPerSecond.map { rate / $0 }, bytes: pass.byteCount)
    }
}
