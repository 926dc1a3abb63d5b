import TestSupport
import Testing
import ThisMachine

/// Runs that `ONEDNN_MAX_CPU_ISA` holds to an older processor.
struct OlderProcessorTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    @Test(.needsBFloat16) func aPrecisionWhoseInstructionsAreHeldBackIsRefused() throws {
        try TinySpec.train(folder, "--precision", "bfloat16", prelude: "export ONEDNN_MAX_CPU_ISA=AVX2").expectRefusal(
            2, "this processor has instructions for bfloat16 (AVX512-BF16), but ",
            "but `ONEDNN_MAX_CPU_ISA=AVX2` holds it back", "help: compute in float32, with `--precision float32`",
            "or unset the variable")
        #expect(!folder.exists("run"))
    }

    /// What a run computes by holds for the processor that it was held to.
    @Test(arguments: [[], ["--no-tune"]]) func aRunNotesTheProcessor(options: [String]) throws {
        let arguments = ["train", "tiny.yaml", "--run", "run", "--threads", "1", "--max-steps", "2"] + options
        try Program.netspec.run(arguments, in: folder, prelude: "export ONEDNN_MAX_CPU_ISA=SSE41").expectSuccess()
        let note = try folder.text("run/algorithms.tsv").split(separator: "\n").first
        #expect(note?.hasSuffix("-sse41-1") == true, "\(note ?? "")")
    }
}
