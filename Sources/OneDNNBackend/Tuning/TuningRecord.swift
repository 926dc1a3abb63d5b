/// Trials of convolutions as text: a line is the convolution, then each algorithm that was tried with its milliseconds, the
/// fastest first, then `doubtful` or `confirmed` where they are; separated by tabs. Lines of another form are passed over.
struct TuningRecord {
    private var trials: [String: ConvolutionTrials] = [:]

    init() {}

    init(_ text: String) {
        trials = Dictionary(text.split(separator: "\n").compactMap(Self.entry)) { _, last in last }
    }

    var isEmpty: Bool { trials.isEmpty }
    var all: [String: ConvolutionTrials] { trials }

    /// The same for a run, which goes by what it began with.
    var undoubted: TuningRecord {
        var record = TuningRecord()
        record.trials = trials.mapValues { ConvolutionTrials(ranked: $0.ranked) }
        return record
    }

    subscript(name: String) -> ConvolutionTrials? {
        get { trials[name] }
        set { trials[name] = newValue }
    }

    /// The trials with one of the names.
    func filtered(_ names: Set<String>) -> TuningRecord {
        var record = TuningRecord()
        record.trials = trials.filter { names.contains($0.key) }
        return record
    }

    /// Adds another's trials, which win over those of the same convolution but where they are doubtful.
    mutating func take(over other: TuningRecord) {
        trials.merge(other.trials) { own, taken in taken.standing == .doubtful ? own : taken }
    }

    var text: String {
        trials.sorted { $0.key < $1.key }.map { name, trials in
            let columns = trials.ranked.flatMap { [$0.algorithm.rawValue, "\($0.seconds * 1e3)"] }
            let standing = trials.standing == .found ? [] : [trials.standing.rawValue]
            return ([name] + columns + standing).joined(separator: "\t") + "\n"
        }.joined()
    }

    /// No convolution takes a quarter of an hour.
    private static let mostMilliseconds = 1e6

    /// Nil for a line that is not as `text` has it.
    private static func entry(_ line: Substring) -> (String, ConvolutionTrials)? {
        var columns = line.split(separator: "\t")
        let standing = columns.last.flatMap { ConvolutionTrials.Standing(rawValue: String($0)) }
        if standing != nil { columns.removeLast() }
        guard columns.count >= 3, columns.count % 2 == 1 else { return nil }
        let ranked = stride(from: 1, to: columns.count, by: 2).compactMap { place -> ConvolutionTrial? in
            guard let algorithm = ConvolutionAlgorithm(rawValue: String(columns[place])),
                let milliseconds = Double(columns[place + 1]), milliseconds > 0, milliseconds < mostMilliseconds
            else { return nil }
            return ConvolutionTrial(algorithm: algorithm, seconds: milliseconds / 1e3)
        }
        guard ranked.count == columns.count / 2 else { return nil }
        return (String(columns[0]), ConvolutionTrials(ranked: ranked, standing: standing ?? .found))
    }
}
