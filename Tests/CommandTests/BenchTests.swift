import Foundation
import TestSupport
import Testing
import ThisMachine

struct BenchTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    private static let hasBlocks: Bool = {
        let layout = try? ThisMachine.layout(
            ofConvolutionOf: [4, 3, 32, 32], weights: [4, 3, 3, 3], stride: 4, to: [4, 4, 8, 8])
        return layout?.hasPrefix("aB") == true
    }()

    private func kernels(_ arguments: String...) throws -> Outcome {
        try Program.bench.run(["kernels", "tiny.yaml", "--threads", "1", "--steps", "1"] + arguments, in: folder)
    }

    @Test func checksAndTimesEachKernel() throws {
        let outcome = try kernels("--batch", "4")
        outcome.expectSuccess()
        for part in [
            "checked on 2 pictures, relative errors: scores ", "tiny training, batch 4, 1 threads",
            "forward: convolution", "backward: ",
            "GFLOP/s, ",
            "GB/s, ", "all together: ",
        ] {
            #expect(outcome.output.contains(part), "\(part)")
        }
    }

    /// What the library computes in place of the own kernels is checked against the reference too.
    @Test(.enabled(if: hasBlocks, "needs convolutions in blocks of channels, which the own kernels work on"))
    func theLibraryStandsInForOwnKernels() throws {
        try folder.write(
            TinySpec.text.replacingOccurrences(
                of: "  - relu\n", with: "  - batch-norm\n  - relu\n  - max-pool: {kernel: 3, stride: 1, pad: 1}\n"),
            to: "tiny.yaml")
        let own = try kernels("--batch", "4")
        own.expectSuccess()
        #expect(own.output.contains("batch normalisation and ReLU forward [netspec]"))
        let library = try kernels("--batch", "4", "--library")
        library.expectSuccess()
        #expect(library.output.contains("pooling forward [") && !library.output.contains("[netspec] conv"))
        #expect(!library.output.contains("batch normalisation and ReLU forward [netspec]"))
    }

    @Test func evaluationHasNoBackwardKernels() throws {
        let outcome = try kernels("--batch", "4", "--phase", "evaluation")
        outcome.expectSuccess()
        #expect(outcome.output.contains("forward: ") && !outcome.output.contains("backward: "))
    }

    @Test func timesConvolutionsInEveryLayoutMergedAndApart() throws {
        try folder.write(
            """
            netspec: 1
            input: {channels: 3, height: 8, width: 8}
            classes: 2
            network:
              - convolution: {name: a, from: input, filters: 16, kernel: 1}
              - convolution: {name: b, from: input, filters: 32, kernel: 1}
              - concat: {from: [a, b]}
              - convolution: {filters: 16, kernel: 3, pad: 1}
              - linear: {outputs: 2}
            """, to: "siblings.yaml")
        let outcome = try Program.bench.run(
            ["convolutions", "siblings.yaml", "--threads", "1", "--batch", "2"], in: folder)
        outcome.expectSuccess()
        for part in [
            "1 × forward float32 2x3x8x8 * 48x3x1x1 = 2x48x8x8 + bias",
            "1 × backward data float32 2x48x8x8 * 16x48x3x3",
            "blocks direct [", "channels-last direct [", "\nall convolutions of a step\n",
            " each in the faster of the two\n",
            " apart: a, b\n", " apart: all of them\n",
        ] {
            #expect(outcome.output.contains(part), "\(part)")
        }
        // The three products of the last convolution, and the two of the siblings, which read the picture.
        #expect(outcome.output.split(separator: "\n").count { $0.hasPrefix("1 × ") } == 5)
    }

    @Test func whereNothingIsMergedNothingIsCompared() throws {
        let outcome = try Program.bench.run(
            ["convolutions", "tiny.yaml", "--threads", "1", "--batch", "2", "--phase", "evaluation"], in: folder)
        outcome.expectSuccess()
        #expect(!outcome.output.contains("apart"))
    }

    @Test(arguments: [["--batch", "0"], ["--steps", "0"], ["--threads", "0"]])
    func wrongUsageIs64(arguments: [String]) throws {
        try Program.bench.run(["kernels", "tiny.yaml"] + arguments, in: folder).expectRefusal(64, "must be at least 1")
    }

    @Test func wrongSpecIs1() throws {
        try folder.write("netspec: 1\n", to: "wrong.yaml")
        try Program.bench.run(["kernels", "wrong.yaml"], in: folder)
            .expectRefusal(1, "see `netspec validate wrong.yaml`")
    }

    @Test func frontEndIsTimedAndItsAnswersAreChecked() throws {
        let outcome = try Program.bench.run(
            ["front-end", "tiny.yaml", "--layers", "20", "--runs", "1", "--program", Program.netspec.path], in: folder)
        outcome.expectSuccess()
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(" ms") }, "\(outcome.output)")
    }

    @Test func decodingIsTimed() throws {
        // Grey, 1×1 (RFC 2083); its checksums by Python's zlib.
        let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg=="
        let bytes = [UInt8](try #require(Data(base64Encoded: png)))
        try folder.write(bytes, to: "one.png")
        let outcome = try Program.bench.run(["pictures", "one.png", "--rounds", "1", "--size", "4"], in: folder)
        outcome.expectSuccess()
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.hasSuffix(" pictures/s") }, "\(outcome.output)")
        try folder.write(Array(bytes.dropLast()), to: "cut.png")
        try Program.bench.run(["pictures", "one.png", "cut.png"], in: folder)
            .expectRefusal(1, "`cut.png` is cut short: it ends at byte \(bytes.count - 1)")
    }

    @Test func frontEndThatFailsIsNoMeasurement() throws {
        let outcome = try Program.bench.run(
            ["front-end", "none.yaml", "--runs", "1", "--program", Program.netspec.path], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.messages.contains("`netspec validate none.yaml` must succeed"), "\(outcome.messages)")
    }
}
