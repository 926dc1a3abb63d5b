import Glibc
package import SpecSyntax

/// A rate that falls ever more slowly: `base · (1 + gamma · t)^(−power)`, `t = step / every`.
///
/// With `every: 1 step`, the default, Caffe's `inv`, which its LeNet trains by.
package struct InverseSchedule: Schedule {
    package let gamma: Double
    package let power: Double
    package let every: TrainingLength

    package static let choice = ChoiceCase<any Schedule>(
        "inverse", help: "lowers the rate ever more slowly: base · (1 + gamma · step)^(−power)",
        aliases: ["inv", "inversetimedecay"]
    ) { fields in
        let usual = InverseSchedule(gamma: 0, power: 1)
        return InverseSchedule(
            gamma: fields.required("gamma", .number(0...1e6), help: "how fast it falls"),
            power: fields.required("power", .number(0...100), help: "how steeply it falls"),
            every: fields.optional("every", .positiveLength, default: usual.every, help: "what `gamma` is for"))
    }

    package init(gamma: Double, power: Double, every: TrainingLength = .steps(1)) {
        self.gamma = gamma
        self.power = power
        self.every = every
    }

    package var dependsOnLength: Bool { every.dependsOnLength }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        let time = Double(step) / max(1, every.steps(of: total, stepsPerEpoch: stepsPerEpoch))
        return base * pow(1 + gamma * time, -power)
    }
}
