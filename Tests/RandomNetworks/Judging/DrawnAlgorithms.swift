/// Findings of a backend with the algorithm of each convolution drawn from those that were tried.
struct DrawnAlgorithms {
    let text: String

    /// - Parameter findings: a line of what they hold of, then lines of a convolution and, by turns, algorithms and
    ///   milliseconds, the fastest first; separated by tabs.
    init(from findings: String, seed: UInt64) {
        var draw = Draw(seed, .algorithms)
        text = findings.split(separator: "\n").map { line in
            let columns = line.split(separator: "\t").map(String.init)
            guard columns.count >= 3, !line.hasPrefix("#") else { return "\(line)\n" }
            var algorithms = stride(from: 1, to: columns.count, by: 2).map { columns[$0] }
            algorithms.swapAt(0, draw.number(0...algorithms.count - 1))
            let times = algorithms.enumerated().flatMap { [$1, "\($0 + 1)"] }
            return ([columns[0]] + times).joined(separator: "\t") + "\n"
        }.joined()
    }
}
