import Diagnostics
import Layers
import Networks
package import Training

/// A timing for people: the step's throughput, and a table of its parts.
package struct TimingText: Sendable {
    private let timing: StepTiming
    private let machine: TimingMachine
    private let forecast: StepForecast
    private let depth: Int?
    private let width: Int?

    /// - Parameters:
    ///   - depth: how many names of a path tell parts apart; nil for layers.
    ///   - width: the columns of the terminal; nil where lines may be as long as they like.
    package init(
        _ timing: StepTiming, _ machine: TimingMachine, _ forecast: StepForecast, depth: Int?, width: Int?
    ) {
        self.timing = timing
        self.forecast = forecast
        self.machine = machine
        self.depth = depth
        self.width = width
    }

    package func render() -> String {
        let slow = SlowOperations(timing.parts, isMeasured: true)
        let lines = heading + [comparison.line, slow.line].compactMap { $0 }
        return (lines.flatMap { wrapped($0, width: width) } + [""] + TextTable(width: width).lines(table))
            .map { $0 + "\n" }.joined()
    }

    private var comparison: ForecastComparison {
        ForecastComparison(
            forecast, seconds: \.secondsWithOneBatch, measuredSeconds: timing.secondsPerStep,
            measuredByteCount: timing.peakByteCount)
    }

    private var heading: [String] {
        let peak = machine.peakFLOPSPerSecond.map {
            "; this machine's peak, measured: \(decimal($0 / 1e9, places: 0)) GFLOP/s"
        }
        return [
            "\(printable(timing.parts.network.name)): \(timing.phase.rawValue), batch \(timing.batch), \(machine.precision), "
                + "\(machine.threads) thread\(machine.threads == 1 ? "" : "s")",
            "\(decimal(timing.imagesPerSecond, places: 1)) images a second, "
                + "\(milliseconds(timing.secondsPerStep, 1)) ms a step, "
                + "\(milliseconds(timing.leastSecondsPerStep, 1)) at least",
            "the parts, each timed on its own, take \(milliseconds(timing.parts.seconds, 1)) ms\(peak ?? "")",
        ]
    }

    private var table: Table {
        let isTraining = timing.phase == .training
        let passes = isTraining ? ["forward ms", "backward ms"] : ["ms"]
        let columns =
            [Table.Column("part")] + passes.map { Table.Column($0, isNumeric: true) } + [
                Table.Column("share", isNumeric: true), Table.Column("GFLOP/s", isNumeric: true, rank: 2),
                Table.Column("of peak", isNumeric: true, rank: 1), Table.Column("MB moved", isNumeric: true, rank: 0),
            ]
        let rows = timing.parts.rows(depth: depth).map { row in
            let rate = row.flops > 0 && row.seconds > 0 ? Double(row.flops) / row.seconds : nil
            let times = isTraining ? [row.forward.seconds, row.backward.seconds] : [row.seconds]
            return [row.path] + times.map { milliseconds($0, 2) } + [
                percent(row.seconds / timing.parts.seconds), rate.map { decimal($0 / 1e9, places: 0) } ?? "",
                rate.flatMap { rate in machine.peakFLOPSPerSecond.map { percent(rate / $0) } } ?? "",
                decimal(Double(row.byteCount) / 1e6, places: 1),
            ]
        }
        return Table(columns: columns, rows: rows.map { $0.map { Table.Cell($0) } })
    }
}

private func milliseconds(_ seconds: Double, _ places: Int) -> String { decimal(seconds * 1e3, places: places) }
private func percent(_ share: Double) -> String { "\(decimal(share * 100, places: 1)) %" }
