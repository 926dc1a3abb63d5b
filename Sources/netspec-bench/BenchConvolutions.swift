import ArgumentParser
import Execution
import Networks
import OneDNNBackend
import Planning

/// What the choices that tuning does not make would be worth.
struct BenchConvolutions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convolutions",
        abstract: "Times a network's convolutions by what tuning tries, channels-last, merged and apart.",
        discussion: """
            Each product of a convolution stands once for each size, and below it the ways to compute it, the fastest of a \
            few runs alone: the algorithms that tuning tries, in blocks of channels, and the direct one channels-last. Times \
            are of all its uses in a step. Behind that: what a step's convolutions take in each layout, and those that read \
            the same tensor as one and apart. Conversions between layouts, and the sums of gradients that convolutions \
            apart need, are not counted; nor is anything checked, which `kernels` does.

            Example: netspec-bench convolutions Specs/googlenet-cifar10.yaml --precision bfloat16
            """)

    @OptionGroup var subject: BenchSubject

    func run() throws {
        let network = try subject.network()
        let merged = try survey(network, subject.passes)
        for entry in merged.entries {
            let times = entry.trials.map { trial in
                "\(milliseconds(trial.seconds * Double(entry.uses.count))) \(trial.layout.rawValue) \(trial.algorithm) "
                    + "[\(trial.implementation)]"
            }
            print("\(entry.uses.count) × \(entry.product) \(entry.problem)\n    " + times.joined(separator: "\n    "))
        }
        print("\nall convolutions of a step")
        for layout in ConvolutionSurvey.Layout.allCases {
            print("    \(milliseconds(total(merged.entries, [layout]))) \(layout.rawValue)")
        }
        let all = ConvolutionSurvey.Layout.allCases
        print("    \(milliseconds(total(merged.entries, all))) each in the faster of the two")
        try printSiblings(network, merged)
    }

    private func printSiblings(_ network: Network, _ merged: ConvolutionSurvey) throws {
        let plan = ExecutionPlan(network, phase: subject.phase, batch: subject.batch, passes: subject.passes)
        guard !plan.groups.isEmpty else { return }
        let apart = try survey(network, subject.passes.filter { $0.name != PlanPass.mergeSiblings.name })
        print("\nconvolutions that read the same tensor")
        var sums = (asOne: 0.0, apart: 0.0)
        for group in plan.groups {
            let nodes = Set(plan.operations[group].flatMap(\.nodes))
            let asOne = seconds(merged, of: nodes)
            let single = seconds(apart, of: nodes)
            sums = (sums.asOne + asOne, sums.apart + single)
            let names = plan.operations[group].map { network.nodes[$0.node].path }
            print("    \(milliseconds(asOne)) as one, \(milliseconds(single)) apart: \(names.joined(separator: ", "))")
        }
        print("    \(milliseconds(sums.asOne)) as one, \(milliseconds(sums.apart)) apart: all of them")
    }

    private func survey(_ network: Network, _ passes: [PlanPass]) throws -> ConvolutionSurvey {
        try subject.backend().survey(
            ExecutionPlan(network, phase: subject.phase, batch: subject.batch, passes: passes),
            parameters: ParameterStore(network))
    }

    /// Of all uses, each entry in the fastest of the layouts.
    private func total(_ entries: [ConvolutionSurvey.Entry], _ layouts: [ConvolutionSurvey.Layout]) -> Double {
        entries.reduce(0) { sum, entry in
            sum + (layouts.compactMap { entry.fastest($0)?.seconds }.min() ?? 0) * Double(entry.uses.count)
        }
    }

    /// Of the uses for these nodes, in blocks.
    private func seconds(_ survey: ConvolutionSurvey, of nodes: Set<Int>) -> Double {
        survey.entries.reduce(0) { sum, entry in
            let uses = entry.uses.count { !nodes.isDisjoint(with: $0) }
            return sum + (entry.fastest(.blocks)?.seconds ?? 0) * Double(uses)
        }
    }
}

private func milliseconds(_ seconds: Double) -> String { "\((seconds * 1e5).rounded() / 100) ms" }
