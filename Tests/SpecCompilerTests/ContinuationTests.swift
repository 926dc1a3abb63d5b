import Diagnostics
import SpecCompiler
import TestSupport
import Testing

/// Which specs a run can go on with.
@Suite struct ContinuationTests {
    private static let spec = """
        netspec: 1
        input: {channels: 3, height: 32, width: 32}
        network:
          - convolution: {name: stem, filters: 4, kernel: 3}
          - batch-norm: {name: norm}
          - global-average-pool: {name: pool}
          - linear: {name: scores, outputs: 10}
        data:
          source: {synthetic: {train: 640}}
          augment: [{random-crop: {size: 32, pad: 4}}]
        train:
          epochs: 2
          optimizer: {sgd: {rate: 0.05, weight-decay: 5e-4}}

        """

    /// What is wrong with going on by a spec in which some text is another.
    private func mistakes(
        replacing text: String, by other: String, inRun: (String, String) = ("", ""), file: String = "b.yaml"
    ) throws -> [Diagnostic] {
        let folder = try TemporaryFolder()
        try folder.write(Self.spec.replacing(inRun.0, with: inRun.1), to: "a.yaml")
        #expect(Self.spec.contains(text))
        try folder.write(Self.spec.replacing(text, with: other), to: file)
        let result = try SpecCompiler.compile(folder[file])
        let experiment = try #require(result.experiment, "\(result.diagnostics.map(\.message))")
        do {
            try experiment.requireContinuation(ofRunBy: folder["a.yaml"])
            return []
        } catch let error as DiagnosticsError {
            return error.diagnostics
        }
    }

    @Test(
        arguments: [
            ("5e-4", "0.0005"),
            ("rate: 0.05, weight-decay: 5e-4", "weight-decay: 0.000_5, momentum: 0, rate: 5e-2"),
            ("netspec: 1", "# the same\nnetspec: 1\nname: other\nassert: {parameters: 170}\nlint: {unusual-rate: off}"),
            ("netspec: 1", "netspec: 1\nclasses: 10"),
            ("epochs: 2", "epochs: 3\n  evaluate-every: 0"),
            (
                "epochs: 2",
                "epochs: 2\n  batch: 128\n  schedule: constant\n  precision: float32\n  seed: 1\n  partial-batch: drop"
            ),
            ("size: 32, pad: 4", "size: [32, 32], pad: [4, 4]"),
            ("source:", "shuffle: yes\n  source:"),
            ("{name: norm}", "{name: norm, momentum: .1, scale: on}"),
            ("{name: scores, outputs: 10}", "{name: scores, outputs: 10, weight-init: uniform-fan-in}"),
            ("kernel: 3", "kernel: [3, 3], stride: 1"),
            ("netspec: 1", "netspec: 1\nmodules: {block: {network: [{batch-norm: {name: norm}}]}}"),
        ]) func areTheSame(text: String, other: String) throws
    {
        #expect(try mistakes(replacing: text, by: other).map(\.message) == [])
    }

    @Test(
        arguments: [
            (
                "rate: 0.05", "rate: 0.5",
                "`train.optimizer.sgd.rate` must stay `0.05` when the run goes on, found `0.5`: the steps so far were made by "
                    + "it, and what it remembers goes on"
            ),
            (
                "epochs: 2", "epochs: 2\n  seed: 2",
                "`train.seed` must stay `1` when the run goes on, found `2`: every random draw depends on it"
            ),
            (
                "epochs: 2", "epochs: 2\n  schedule: {step: {every: 1, factor: 0.5}}",
                "`train.schedule` must stay `constant` when the run goes on, found `{step: {every: 1, factor: 0.5}}`: the rates "
                    + "of the steps so far came from it"
            ),
            (
                "pad: 4", "pad: 2",
                "`data.augment[0].random-crop.pad` must stay `4` when the run goes on, found `2`: the steps so far were made "
                    + "on other pictures"
            ),
            (
                "filters: 4", "filters: 5",
                "`stem.filters` must stay `4` when the run goes on, found `5`: the weights belong to that network"
            ),
            (
                "{name: norm}", "{name: norms}",
                "layer 2 of the network must stay `norm`, a `batch-norm` that reads `stem` when the run goes on, found `norms`, "
                    + "a `batch-norm` that reads `stem`: the weights belong to that network"
            ),
            (
                "  - linear", "  - relu\n  - linear",
                "layer 4 of the network must stay `scores`, a `linear` that reads `pool` when the run goes on, found `relu`, a "
                    + "`relu` that reads `pool`: the weights belong to that network"
            ),
        ]) func differ(text: String, other: String, message: String) throws
    {
        #expect(try mistakes(replacing: text, by: other).map(\.message) == [message])
    }

    @Test(
        arguments: [
            ("warmup: 1", "warmup: 1 epoch"), ("warmup: 30%", "warmup: {over: 30 %}"),
            (
                "schedule: {multi-step: {at: [1, 50 steps]}}",
                "schedule: {multi-step: {factor: 1e-1, at: [1.0, 5_0 steps]}}"
            ),
            ("class-weights: [1, 2, 1, 1, 1, 1, 1, 1, 1, 1]", "class-weights: [1.0, 2, 1, 1, 1, 1, 1, 1, 1, 1.0]"),
        ]) func areTheSameToWhoReadsThem(text: String, other: String) throws
    {
        let found = try mistakes(
            replacing: "epochs: 2", by: "epochs: 2\n  \(other)", inRun: ("epochs: 2", "epochs: 2\n  \(text)"))
        #expect(found.map(\.message) == [])
    }

    @Test func namesThePlaceInBothSpecs() throws {
        let found = try #require(try mistakes(replacing: "epochs: 2", by: "epochs: 2\n  batch: 4").first)
        #expect(found.span?.start.line == 13 && found.span?.text == "4")
        #expect(found.notes.map(\.message) == ["the run was begun without it"])
        #expect(found.notes[0].span?.file.path.hasSuffix("a.yaml") == true)
        #expect(found.help == "leave `batch` out to go on, or begin another run in another folder")
        let rate = try #require(try mistakes(replacing: "0.05", by: "0.1").first)
        #expect(rate.notes[0].span?.text == "0.05" && rate.notes[0].span?.start.line == 13)
        #expect(rate.help == "write `rate: 0.05` to go on, or begin another run in another folder")
    }

    @Test func tellsEveryDifference() throws {
        let found = try mistakes(replacing: "epochs: 2", by: "epochs: 2\n  seed: 3\n  batch: 2")
        #expect(found.count == 2)
    }

    @Test(arguments: ["cosine", "one-cycle"]) func lengthMattersToSome(schedule: String) throws {
        let found = try mistakes(
            replacing: "epochs: 2", by: "epochs: 3\n  schedule: \(schedule)",
            inRun: ("epochs: 2", "epochs: 2\n  schedule: {\(schedule): {}}"))
        #expect(
            found.map(\.message) == [
                "`train.epochs` must stay `2` when the run goes on, found `3`: the schedule depends on the length"
            ])
    }
}
