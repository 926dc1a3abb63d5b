import Execution
import Networks

/// The operations of a step by kernel and size of work, the longest first.
struct KernelTable {
    /// What makes two operations the same work.
    private struct Work: Hashable {
        let pass: OperationProfile.Pass
        let name: String
        let implementation: String
        let multiplyAdds: Int
        let byteCount: Int
    }

    private struct Row {
        let work: Work
        /// Where it is met first.
        let path: String
        var count = 0
        var totalSeconds = 0.0
        var leastSeconds = Double.infinity
    }

    private let rows: [Row]
    private let speed: MachineSpeed

    /// - Parameter runs: what each timed run gave.
    init(_ profile: [OperationProfile], runs: [[Double]], of network: Network, on speed: MachineSpeed) {
        self.speed = speed
        var rows: [Work: Row] = [:]
        for (index, operation) in profile.enumerated() {
            let work = Work(
                pass: operation.pass, name: operation.name, implementation: operation.implementation,
                multiplyAdds: operation.multiplyAdds, byteCount: operation.byteCount)
            let seconds = runs.map { $0[index] }.min() ?? 0
            let path = operation.nodes.map { network.nodes[$0].path }.joined(separator: " + ")
            var row = rows[work] ?? Row(work: work, path: path)
            row.count += 1
            row.totalSeconds += seconds
            row.leastSeconds = min(row.leastSeconds, seconds)
            rows[work] = row
        }
        self.rows = rows.values.sorted { ($1.totalSeconds, $0.path) < ($0.totalSeconds, $1.path) }
    }

    var text: String {
        let total = rows.reduce(0) { $0 + $1.totalSeconds }
        let lines = rows.map { row in
            [
                padded("\(rounded(row.totalSeconds * 1e3)) ms", 11), padded("\(row.count) ×", 6),
                padded(rate(row), 28),
                "  \(row.work.pass.rawValue): \(row.work.name) [\(row.work.implementation)] \(row.path)\n",
            ].joined()
        }
        return lines.joined() + "all together: \(rounded(total * 1e3)) ms\n"
    }

    /// Of the fastest run: `450.0 GFLOP/s, 85.1 %`
    private func rate(_ row: Row) -> String {
        let seconds = max(row.leastSeconds, 1e-9)
        let isArithmetic = row.work.multiplyAdds > 0
        let reached = Double(isArithmetic ? 2 * row.work.multiplyAdds : row.work.byteCount) / seconds
        let share = reached / (isArithmetic ? speed.flopsPerSecond : speed.bytesPerSecond)
        return "\(rounded(reached / 1e9)) \(isArithmetic ? "GFLOP/s" : "GB/s"), \(rounded(share * 100)) %"
    }
}

/// At the right of so many characters.
private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}
