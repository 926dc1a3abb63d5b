import SpecSyntax

/// A straight rise to the rate that the schedule begins with, before the schedule.
///
/// With `W` steps the rate of step `i` is `(i + 1) / W` of that rate; with `start` it is `start + (1 − start) · i / W` of it,
/// PyTorch's `LinearLR(start_factor=start, total_iters=W)`. The schedule then has the steps that are left, and counts from
/// there, as behind PyTorch's `SequentialLR`.
package struct Warmup: Hashable, Sendable, CustomStringConvertible {
    package let over: TrainingLength
    /// The part that it begins with; one step's share if nil.
    package let start: Double?

    package init(over: TrainingLength, start: Double? = nil) {
        self.over = over
        self.start = start
    }

    package var description: String { start.map { "{over: \(over), start: \(shortest($0))}" } ?? "\(over)" }

    /// Whole steps.
    func steps(of total: Int, stepsPerEpoch: Int) -> Int {
        Int(over.steps(of: total, stepsPerEpoch: stepsPerEpoch))
    }

    /// The part of the schedule's first rate at a step of it.
    func part(atStep step: Int, of steps: Int) -> Double {
        start.map { $0 + (1 - $0) * Double(step) / Double(steps) } ?? Double(step + 1) / Double(steps)
    }

    package func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall? {
        guard steps(of: total, stepsPerEpoch: stepsPerEpoch) >= total, over != .epochs(0) else { return nil }
        return Shortfall(
            "the rate only rises: the warm-up takes \(over.words), and the run is over by then", field: "warmup",
            help: "make `warmup` shorter than the run, or the run longer")
    }
}

extension FieldFormat where Value == Warmup {
    /// A length, or `{over: …, start: …}`.
    static var warmup: FieldFormat {
        let length = FieldFormat<TrainingLength>.length
        return FieldFormat(
            "\(length.description), or `{over: …, start: …}`", placeholder: Warmup(over: 0),
            schema: .either([length.schema(), .fields(FieldReader.declarations(of: read))])
        ) { node, context in
            guard let entries = node.mapping else {
                guard case .value(let over) = length.read(node, context) else { return .unfit }
                return .value(Warmup(over: over))
            }
            let fields = FieldReader(entries, of: "warmup", at: node.span, context: context)
            let warmup = read(fields)
            fields.finish()
            return fields.failed ? .reported : .value(warmup)
        }
    }

    private static func read(_ fields: FieldReader) -> Warmup {
        Warmup(
            over: fields.required("over", .length, help: "how long the rate rises"),
            start: fields.ifPresent(
                "start", .number(0...1), help: "the part of the rate that it begins with; one step's share if left out")
        )
    }
}
