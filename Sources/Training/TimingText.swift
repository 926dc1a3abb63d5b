import Layers
import Networks

/// A timing for people: the step's throughput, and a table of its parts.
package struct TimingText: Sendable {
    private let timing: StepTiming
    private let machine: TimingMachine
    private let depth: Int?
    private let width: Int?

    /// - Parameters:
    ///   - depth: how many names of a path tell parts apart; nil for layers.
    ///   - width: the columns of the terminal; nil where lines may be as long as they like.
    package init(_ timing: StepTiming, _ machine: TimingMachine, depth: Int?, width: Int?) {
        self.timing = timing
        self.machine = machine
        self.depth = depth
        self.width = width
    }

    package func render() -> String {
        (heading + [""] + table).map { $0 + "\n" }.joined()
    }

    private var heading: [String] {
        let step = "\(fixed(timing.secondsPerStep * 1e3, 1)) ms a step"
        let least = "\(fixed(timing.leastSecondsPerStep * 1e3, 1)) at least"
        let peak = machine.peakFLOPSPerSecond.map { "; this machine's peak, measured: \(fixed($0 / 1e9, 0)) GFLOP/s" }
        return [
            "\(timing.network.name): \(timing.phase.rawValue), batch \(timing.batch), \(machine.precision), "
                + "\(machine.threads) thread\(machine.threads == 1 ? "" : "s")",
            "\(fixed(timing.imagesPerSecond, 1)) images a second, \(step), \(least)",
            "the parts, each timed on its own, take \(fixed(timing.sumOfOperations * 1e3, 1)) ms\(peak ?? "")",
        ]
    }

    private var table: [String] {
        let isTraining = timing.optimizerSeconds > 0
        let rows = timing.rows(depth: depth)
        let total = timing.sumOfOperations
        let titles =
            ["part"] + (isTraining ? ["forward ms", "backward ms"] : ["ms"]) + ["share", "GFLOP/s"]
            + (machine.peakFLOPSPerSecond == nil ? [] : ["of peak"]) + ["MB moved"]
        let cells = rows.map { row in
            let rate = row.seconds > 0 ? Double(row.flops) / row.seconds : 0
            return [row.path]
                + (isTraining
                    ? [fixed(row.forward.seconds * 1e3, 2), fixed(row.backward.seconds * 1e3, 2)]
                    : [fixed(row.seconds * 1e3, 2)])
                + ["\(fixed(row.seconds / total * 100, 1)) %", row.flops > 0 ? fixed(rate / 1e9, 0) : ""]
                + (machine.peakFLOPSPerSecond.map { [row.flops > 0 ? "\(fixed(rate / $0 * 100, 0)) %" : ""] } ?? [])
                + [fixed(Double(row.byteCount) / 1e6, 1)]
        }
        return lines(titles, cells)
    }

    /// The first column gives way where the terminal is narrow.
    private func lines(_ titles: [String], _ cells: [[String]]) -> [String] {
        var lengths = titles.indices.map { column in ([titles] + cells).reduce(0) { max($0, $1[column].count) } }
        let rest = lengths.dropFirst().reduce(0) { $0 + $1 + 2 }
        if let width { lengths[0] = max(12, min(lengths[0], width - rest)) }
        let rule = String(repeating: "─", count: lengths[0] + rest)
        let drawn = ([titles] + cells).map { row in
            row.indices.map { column in
                let gap = lengths[column] - row[column].count
                let spaces = String(repeating: " ", count: max(0, gap))
                if column > 0 { return spaces + row[column] }
                return gap < 0 ? row[0].prefix(lengths[0] - 1) + "…" : row[0] + spaces
            }.joined(separator: "  ")
        }
        return [drawn[0], rule] + drawn.dropFirst()
    }
}

private func fixed(_ value: Double, _ digits: Int) -> String { ProgressText.fixed(value, digits) }
