import Execution
import Networks

/// Where the time of a step goes: its operations, or kinds of them, each by the fastest of several runs.
struct ProfileText {
    private struct Row {
        let title: String
        var count = 0
        var milliseconds = 0.0
        var multiplyAdds = 0
        var byteCount = 0
    }

    private let profile: [OperationProfile]
    /// For each of `profile`.
    private let seconds: [Double]

    /// - Parameter runs: what each timed run gave.
    init(_ profile: [OperationProfile], runs: [[Double]]) {
        self.profile = profile
        seconds = profile.indices.map { index in runs.map { $0[index] }.min() ?? 0 }
    }

    /// What the operations take together, each at its fastest.
    var totalSeconds: Double { seconds.reduce(0, +) }

    /// A line for each operation, in order.
    func operations(of network: Network) -> String {
        text(
            profile.indices.map { index in
                let path = profile[index].nodes.map { network.nodes[$0].path }.joined(separator: "+")
                return row([index], "\(title(index)) \(path)")
            })
    }

    /// A line for each kind of operation, the longest first.
    var kinds: String {
        let groups = Dictionary(grouping: profile.indices, by: title)
        return text(groups.map { row($0.value, $0.key) }.sorted { $0.milliseconds > $1.milliseconds })
    }

    private func title(_ index: Int) -> String {
        let operation = profile[index]
        return "\(operation.pass.rawValue): \(operation.name) [\(operation.implementation)]"
    }

    private func row(_ indices: [Int], _ title: String) -> Row {
        indices.reduce(into: Row(title: title)) { row, index in
            row.count += 1
            row.milliseconds += seconds[index] * 1e3
            row.multiplyAdds += profile[index].multiplyAdds
            row.byteCount += profile[index].byteCount
        }
    }

    private func text(_ rows: [Row]) -> String {
        rows.map { row in
            let share = row.milliseconds / 10 / max(totalSeconds, 1e-9)
            let rate = { (amount: Int) in rounded(Double(amount) / max(row.milliseconds, 1e-6) * 1e-6) }
            return [
                padded("\(rounded(row.milliseconds)) ms", 12), padded("\(rounded(share)) %", 8),
                padded("\(row.count)", 5),
                padded(row.multiplyAdds > 0 ? "\(rate(2 * row.multiplyAdds)) GFLOP/s" : "", 16),
                padded("\(rate(row.byteCount)) GB/s", 13), "  \(row.title)\n",
            ].joined()
        }.joined()
    }
}

/// At the right of so many characters.
private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}
