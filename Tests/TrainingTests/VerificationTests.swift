import Execution
import SpecCompiler
import TestSupport
import Testing
import Training

@Suite struct VerificationTests {
    private let folder: TemporaryFolder
    private let tiny: TinyTraining

    init() throws {
        folder = try TemporaryFolder()
        tiny = try TinyTraining(in: folder)
    }

    @Test func resumingIsExact() throws {
        let proof = try ResumeProof(
            steps: 7, in: folder.path, spec: tiny.experiment.resolvedText, setup: { try tiny.setup(findings: $0) })
        #expect(proof.steps == 7 && proof.stops == [1, 3])
        // 6 learned tensors and 2 statistics; 6 velocities.
        #expect(proof.tensors == 14)
        #expect(
            proof.line
                == "resuming is exact: 7 steps, stopped after 1 and 3 or not at all, gave the same bits in all losses and in "
                + "14 tensors")
    }

    @Test func whatIsNotExactIsFound() throws {
        // Every part of a run is made at another rate.
        var seed = 1
        let error = #expect(throws: BitsDiffer.self) {
            try ResumeProof(steps: 4, in: folder.path, spec: tiny.experiment.resolvedText) { _ in
                seed += 1
                return try TinyTraining(in: folder, rate: 0.05 + Double(seed) / 100).setup()
            }
        }
        #expect(error?.place == "the metrics of step 1" || error?.place == "the metrics of step 2")
    }

    private func reproduce(_ name: String, as tiny: TinyTraining, in place: String) throws -> Reproduction {
        try Reproduction(
            of: .open(at: folder[name]), in: folder[place], spec: tiny.experiment.resolvedText, observer: Silence(),
            setup: { try tiny.setup(weights: $1, findings: $0) }, isStopRequested: { false })
    }

    @Test func aRunIsReproduced() throws {
        try tiny.begin("run", maxSteps: 3)
        try tiny.resume("run", maxSteps: 7)
        let before = try folder.contents("run")
        let result = try reproduce("run", as: tiny, in: "again")
        #expect(result.reproduced && result.steps == 7 && result.losses == 8 && result.tensors == 14)
        #expect(result.difference == nil)
        #expect(try folder.contents("run") == before)
    }

    /// Evaluations of the pictures held out are held to their own lines, the one of the test at the end to its.
    @Test func aRunWithHeldOutPicturesIsReproduced() throws {
        let tiny = try TinyTraining(in: folder, set: ["data.validation=10"])
        try tiny.begin("run", maxSteps: 8)
        let result = try reproduce("run", as: tiny, in: "again")
        // 33 pictures make 4 steps in each of 2 epochs; 2 evaluations and one of the test.
        #expect(result.reproduced && result.steps == 8 && result.losses == 8 + 3)
        #expect(result.difference == nil)
    }

    @Test func anotherRunIsNot() throws {
        try tiny.begin("run", maxSteps: 7)
        let result = try reproduce("run", as: TinyTraining(in: folder, rate: 0.06), in: "again")
        #expect(!result.reproduced && result.steps == 1)
        #expect(result.difference == "the metrics of step 1")
        #expect(result.line == "not reproduced: the two runs differ in the metrics of step 1")
    }
}
