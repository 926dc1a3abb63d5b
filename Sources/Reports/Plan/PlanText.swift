import Diagnostics
import Execution
import Layers
import Networks
import Planning
import Training

/// A plan for people: the operations, or what they come to module by module, the memory, and the time.
package struct PlanText: Sendable {
    private let report: PlanReport
    private let depth: Int?
    private let width: Int?

    /// How many of the tensors are listed that are in use at the fullest moment.
    private static let holdingCount = 8

    /// - Parameters:
    ///   - depth: how many names of a path tell parts apart; nil for every operation.
    ///   - width: the columns of the terminal; nil where lines may be as long as they like.
    package init(_ report: PlanReport, depth: Int?, width: Int?) {
        self.report = report
        self.depth = depth
        self.width = width
    }

    package func render() -> String {
        let sections =
            [heading] + (depth == nil ? outline : []) + [operations, memory, arena, time, report.phaseLines, slow]
        return sections.filter { !$0.isEmpty }.map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
    }

    private var heading: [String] {
        let (setup, machine) = (report.setup, report.machine)
        let omitted = report.omittedPasses
        return wrapped(
            "\(printable(setup.network.name)): \(setup.phase.rawValue), batch \(setup.batch), \(machine.precision), "
                + "\(machine.threads) thread\(machine.threads == 1 ? "" : "s")", width: width)
            + wrapped(
                "passes: \(report.passes.isEmpty ? "none" : report.passes.joined(separator: ", "))"
                    + (omitted.isEmpty ? "" : "; left out: \(omitted.joined(separator: ", "))"), width: width)
    }

    /// The plan as it is before a backend sees it.
    private var outline: [[String]] {
        let forward =
            [
                "forward (a+b one operation, a | b side by side, in x[c...] a place in x, ! may be overwritten, "
                    + "? may be computed again in the backward pass):"
            ] + report.plan.outline
        let backward = ["backward (the inputs that get a gradient, + where it is added to one that is there):"]
        return [forward, report.plan.backwardOutline.isEmpty ? [] : backward + report.plan.backwardOutline]
    }

    private var operations: [String] {
        TextTable(width: width).lines(depth.map(modules) ?? everyOperation)
    }

    private func modules(depth: Int) -> Table {
        let isTraining = report.setup.phase == .training
        let isTimed = report.forecast.parts != nil
        let passes = isTraining ? ["forward ms", "backward ms"] : ["ms"]
        let columns =
            [Table.Column("part"), Table.Column("operations", isNumeric: true, rank: 1)]
            + (isTimed ? passes.map { Table.Column($0, isNumeric: true) } : [])
            + [
                Table.Column("GFLOP", isNumeric: true, rank: 2), Table.Column("MB moved", isNumeric: true, rank: 0),
            ]
        let rows = report.parts.rows(depth: depth).map { row in
            let times = isTraining ? [row.forward.seconds, row.backward.seconds] : [row.seconds]
            return [row.path, "\(row.operationCount)"] + (isTimed ? times.map(milliseconds) : []) + [
                decimal(Double(row.flops) / 1e9, places: 2), megabytes(row.byteCount),
            ]
        }
        return Table(columns: columns, rows: rows.map { $0.map { Table.Cell($0) } })
    }

    private var everyOperation: Table {
        let columns = [
            Table.Column("pass", rank: 4), Table.Column("operation", leastLength: 16),
            Table.Column("of", leastLength: 16),
            Table.Column("by", rank: 1), Table.Column("layouts", rank: 0),
            Table.Column("GFLOP", isNumeric: true, rank: 2), Table.Column("MB", isNumeric: true, rank: 3),
            Table.Column("ms", isNumeric: true),
        ]
        let seconds = report.forecast.parts?.operations.map(\.seconds)
        let rows = report.forecast.outline.profile.enumerated().map { index, operation in
            [
                operation.pass.rawValue, operation.name, report.paths(operation).joined(separator: " + "),
                operation.implementation, operation.layouts,
                operation.multiplyAdds > 0 ? decimal(Double(operation.multiplyAdds) / 5e8, places: 2) : "",
                megabytes(operation.byteCount), seconds.map { milliseconds($0[index]) } ?? "",
            ]
        }
        return Table(columns: columns, rows: rows.map { $0.map { Table.Cell($0) } })
    }

    private var memory: [String] {
        guard let parts = report.memoryParts, let memory = report.forecast.memory else { return [] }
        let purpose = report.setup.phase == .training ? "a training" : "an evaluation"
        let rows =
            parts.map { ($0.name, memoryText($0.byteCount)) } + [("predicted peak", memoryText(memory.peak))]
            + (report.limit.map { [("available to the process", memoryText(memory.process + $0.byteCount))] }
                ?? [])
        let names = rows.reduce(0) { max($0, $1.0.count) }
        let values = rows.reduce(0) { max($0, $1.1.count) }
        let fits = report.limit.map { memory.peak <= memory.process + $0.byteCount } ?? true
        return ["memory of \(purpose):"]
            + rows.map { "  \(padded($0.0, to: names))  \(padded($0.1, to: values, onLeft: true))" }
            + (fits ? [] : ["  this does not fit: `time` and `train` would refuse the batch"])
    }

    private var arena: [String] {
        guard let memory = report.forecast.memory?.working else { return [] }
        let title =
            "a step computes in an arena of \(memoryText(memory.byteCount)) with \(memory.bufferCount) buffers; it cannot be "
            + "smaller than the \(memoryText(memory.leastByteCount)) that are in use at the fullest moment, "
            + "\(shareText(memory.leastByteCount, of: memory.byteCount)), in \(words(memory.fullestOperation)). "
            + "The largest tensors then, by what touched them first:"
        let listed = memory.holdings.prefix(Self.holdingCount)
        let sizes = listed.map { memoryText($0.byteCount) }
        let length = sizes.reduce(0) { max($0, $1.count) }
        return wrapped(title, width: width)
            + zip(listed, sizes).map { "  \(padded($1, to: length, onLeft: true))  \(words($0.operation))" }
    }

    /// `backward, batch norm of stem/norm`
    private func words(_ index: Int) -> String {
        guard report.forecast.outline.profile.indices.contains(index) else { return "nothing" }
        let operation = report.forecast.outline.profile[index]
        let paths = report.paths(operation).joined(separator: " + ")
        return "\(operation.pass.rawValue), \(operation.name)" + (paths.isEmpty ? "" : " of \(paths)")
    }

    private var slow: [String] { report.slow.line.map { wrapped($0, width: width) } ?? [] }

    private var time: [String] {
        guard let seconds = report.forecast.seconds, let speed = report.machine.speed else { return [] }
        let products = report.forecast.outline.profile.filter { $0.multiplyAdds > 0 }
        let tried = products.filter { $0.expectedSeconds != nil }.count
        return wrapped(
            "predicted: \(report.slow.operations.isEmpty ? "" : "at least ")\(decimal(seconds * 1e3, places: 1)) ms a step, "
                + "\(decimal(Double(report.setup.batch) / seconds, places: 1)) images a second; \(tried) of \(products.count) "
                + "products of convolutions and linear layers have been timed on this machine, the rest is estimated from "
                + "\(decimal(speed.flopsPerSecond / 1e9, places: 0)) GFLOP/s, "
                + "\(decimal(speed.bytesPerSecond / 1e9, places: 1)) GB/s and the times of usual operations, measured now",
            width: width)
    }
}

private func milliseconds(_ seconds: Double) -> String { decimal(seconds * 1e3, places: 2) }
private func megabytes(_ byteCount: Int) -> String { decimal(Double(byteCount) / 1e6, places: 1) }
