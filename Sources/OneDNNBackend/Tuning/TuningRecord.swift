/// Trials of convolutions as text: a line is the convolution, then each algorithm that was tried with its milliseconds, the
/// fastest first, separated by tabs. Lines of another form are passed over.
struct TuningRecord {
    private var trials: [String: [ConvolutionTrial]] = [:]

    init() {}

    init(_ text: String) {
        trials = Dictionary(text.split(separator: "\n").compactMap(Self.entry)) { _, last in last }
    }

    var isEmpty: Bool { trials.isEmpty }

    subscript(name: String) -> [ConvolutionTrial]? {
        get { trials[name] }
        set { trials[name] = newValue }
    }

    /// The trials with one of the names.
    func filtered(_ names: Set<String>) -> TuningRecord {
        var record = TuningRecord()
        record.trials = trials.filter { names.contains($0.key) }
        return record
    }

    /// Adds another's trials, which win over those of the same convolution.
    mutating func take(over other: TuningRecord) {
        trials.merge(other.trials) { _, taken in taken }
    }

    var text: String {
        trials.sorted { $0.key < $1.key }.map { name, trials in
            let columns = trials.flatMap { [$0.algorithm.rawValue, "\($0.seconds * 1e3)"] }
            return ([name] + columns).joined(separator: "\t") + "\n"
        }.joined()
    }

    /// Nil for a line that is not as `text` has it.
    private static func entry(_ line: Substring) -> (String, [ConvolutionTrial])? {
        let columns = line.split(separator: "\t")
        guard columns.count >= 3, columns.count % 2 == 1 else { return nil }
        let trials = stride(from: 1, to: columns.count, by: 2).compactMap { place -> ConvolutionTrial? in
            guard let algorithm = ConvolutionAlgorithm(rawValue: String(columns[place])),
                let milliseconds = Double(columns[place + 1]), milliseconds > 0, milliseconds.isFinite
            else { return nil }
            return ConvolutionTrial(algorithm: algorithm, seconds: milliseconds / 1e3)
        }
        return trials.count == columns.count / 2 ? (String(columns[0]), trials) : nil
    }
}
