package import SpecSyntax

/// The optimiser's rate throughout. Caffe's `fixed`.
package struct ConstantSchedule: Schedule {
    package static let choice = ChoiceCase<any Schedule>(
        "constant", help: "keeps the optimiser's rate", aliases: ["fixed", "none"]
    ) { _ in ConstantSchedule() }

    package init() {}

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double { base }
}
