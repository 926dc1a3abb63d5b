package import SpecSyntax

/// The optimiser's rate from the first step to the last.
package struct ConstantSchedule: Schedule {
    package static let choice = ChoiceCase<any Schedule>("constant", help: "the optimiser's rate throughout") { _ in
        ConstantSchedule()
    }

    package init() {}

    package var dependsOnLength: Bool { false }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double { base }
}
