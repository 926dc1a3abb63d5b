import Execution
package import Layers
package import Planning
package import Tensors

/// One way to run a network, written as a line: `training,float32,all,2,untuned,17`.
package struct Trial: Hashable, Sendable {
    package let phase: Phase
    package let precision: Precision
    /// Names of the rewrites that the plan does without.
    package let withoutPasses: Set<String>
    package let threads: Int
    /// What draws the algorithm of each convolution from those that the library offers; nil to take the usual ones.
    package let algorithmSeed: UInt64?
    /// What draws weights and pictures.
    package let numberSeed: UInt64

    package init(
        _ phase: Phase, _ precision: Precision, withoutPasses: Set<String> = [], threads: Int = 2,
        algorithmSeed: UInt64? = nil, numberSeed: UInt64
    ) {
        self.phase = phase
        self.precision = precision
        self.withoutPasses = withoutPasses
        self.threads = threads
        self.algorithmSeed = algorithmSeed
        self.numberSeed = numberSeed
    }

    package var passes: [PlanPass] { PlanPass.all(without: withoutPasses) }

    /// The same with other weights and pictures.
    func with(numberSeed: UInt64) -> Trial {
        Trial(
            phase, precision, withoutPasses: withoutPasses, threads: threads, algorithmSeed: algorithmSeed,
            numberSeed: numberSeed)
    }
}

extension Trial: CustomStringConvertible {
    private static let allNames = Set(PlanPass.all.map(\.name))

    /// `training,float32,all,2,untuned,17`, or, with fewer rewrites and other algorithms,
    /// `training,float32,without:fuse-relu:recompute,1,tuned:5,17`.
    package var description: String {
        let passes =
            withoutPasses.isEmpty
            ? "all"
            : withoutPasses == Self.allNames ? "none" : (["without"] + withoutPasses.sorted()).joined(separator: ":")
        let tuning = algorithmSeed.map { "tuned:\($0)" } ?? "untuned"
        return "\(phase.rawValue),\(precision.rawValue),\(passes),\(threads),\(tuning),\(numberSeed)"
    }

    /// Nil for what is not written as `description` has it.
    package init?(_ text: String) {
        let parts = text.split(separator: ",").map(String.init)
        guard parts.count == 6, let phase = Phase(rawValue: parts[0]), let precision = Precision(rawValue: parts[1]),
            let passes = Self.withoutPasses(parts[2]), let threads = Int(parts[3]), let numbers = UInt64(parts[5])
        else { return nil }
        let algorithms = parts[4].hasPrefix("tuned:") ? UInt64(parts[4].dropFirst(6)) : nil
        guard algorithms != nil || parts[4] == "untuned" else { return nil }
        self.init(
            phase, precision, withoutPasses: passes, threads: threads, algorithmSeed: algorithms, numberSeed: numbers)
    }

    private static func withoutPasses(_ text: String) -> Set<String>? {
        if text == "all" { return [] }
        if text == "none" { return allNames }
        let names = text.split(separator: ":").map(String.init)
        guard names.first == "without", allNames.isSuperset(of: names.dropFirst()) else { return nil }
        return Set(names.dropFirst())
    }
}

extension Trial {
    /// The ways in which a seed's network is run, in each precision: with all rewrites, and with some or none.
    package static func drawn(seed: UInt64, precisions: [Precision]) -> [Trial] {
        var draw = Draw(seed, .trials)
        var trials: [Trial] = []
        for precision in Precision.allCases {
            let phase = draw.chance(0.7) ? Phase.training : .evaluation
            for isWhole in [true, false] {
                let some = PlanPass.all.map(\.name).filter { _ in draw.chance(0.4) }
                let names = isWhole ? [] : draw.chance(0.4) ? allNames : Set(some)
                let algorithms = draw.chance(0.6) ? UInt64(draw.number(0...999)) : nil
                trials.append(
                    Trial(
                        phase, precision, withoutPasses: names, threads: draw.one(of: [1, 2, 2, 3]),
                        algorithmSeed: algorithms, numberSeed: seed))
            }
        }
        return trials.filter { precisions.contains($0.precision) }
    }

    /// Every phase and precision, with all rewrites and with none, by the usual algorithms and by drawn ones, on one to
    /// three threads.
    package static func all(precisions: [Precision], numberSeed: UInt64) -> [Trial] {
        var trials: [Trial] = []
        for phase in [Phase.training, .evaluation] {
            for precision in precisions {
                for (names, algorithms) in [([], nil), ([], 1), (allNames, 2), ([], 3), (allNames, nil)]
                    as [(Set<String>, UInt64?)]
                {
                    trials.append(
                        Trial(
                            phase, precision, withoutPasses: names, threads: 1 + trials.count % 3,
                            algorithmSeed: algorithms, numberSeed: numberSeed))
                }
            }
        }
        return trials
    }
}
