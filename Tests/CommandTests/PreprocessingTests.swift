import TestSupport
import Testing

/// Weights are used on pictures prepared as in their training.
struct PreprocessingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folderWithRun()
    }

    private let weights = "run/checkpoints/step-00000008.safetensors"

    private func eval(_ more: String...) throws -> Outcome {
        try Program.netspec.run(["eval", "tiny.yaml", "--weights", weights, "--threads", "1"] + more, in: folder)
    }

    @Test func aSpecThatPreparesPicturesOtherwiseIsRefused() throws {
        try eval().expectSuccess()
        try folder.write(
            TinySpec.text.replacing(
                "test: 64}}}", with: "test: 64}}, normalize: {mean: [0, 0, 0], deviation: [0.5, 0.5, 0.5]}}"),
            to: "tiny.yaml")
        try eval().expectRefusal(
            1, "error: pictures for `\(weights)` must be normalised by `{mean: [",
            "as it was trained, and the spec has them normalised by `{mean: [0.0, 0.0, 0.0], deviation: [0.5, 0.5, 0.5]}`",
            "help: write `input` and `data` as in the spec that the weights were trained with")
        try folder.write("no picture", to: "a.png")
        try Program.netspec.run(["predict", "tiny.yaml", "a.png", "--weights", weights], in: folder)
            .expectRefusal(1, "must be normalised by")
    }

    /// Weights may begin a training on pictures that are prepared otherwise, and its user knows.
    @Test func trainingThatBeginsWithThemIsTold() throws {
        let words = "pictures for `\(weights)` must be normalised by"
        for (run, more, isTold) in [
            ("same", [String](), false),
            ("other", ["--set", "data.normalize={mean: [0, 0, 0], deviation: [0.5, 0.5, 0.5]}"], true),
        ] {
            let outcome = try Program.netspec.run(
                [
                    "train", "tiny.yaml", "--run", run, "--weights", weights, "--max-steps", "1", "--threads", "1",
                    "--no-tune",
                ] + more, in: folder)
            outcome.expectSuccess()
            #expect(outcome.messages.contains("note: \(words)") == isTold, "\(outcome.messages)")
        }
    }

    @Test func whatIsChangedOnPurposeIsNoted() throws {
        let outcome = try eval("--set", "data.normalize={mean: [0, 0, 0], deviation: [0.5, 0.5, 0.5]}")
        outcome.expectSuccess()
        #expect(outcome.messages.contains("note: pictures for `\(weights)` must be normalised by"))
    }
}
