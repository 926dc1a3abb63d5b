import Datasets
import Recipes
import SpecCompiler
import TestSupport
import Testing
import Training

@Suite struct HeldOutTrainingTests {
    private func evaluations(_ folder: TemporaryFolder, _ run: String) throws -> [String] {
        try MetricsLog.lines(of: folder["\(run)/metrics.jsonl"]).filter { $0.split != .train }.map {
            "\($0.step) \($0.split.rawValue)"
        }
    }

    /// 43 pictures without 5 are four batches of 8 and six more.
    @Test func looksAtTheTestOnceAtTheEnd() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder, epochs: 3, set: ["data.validation=5"])
        let whole = try tiny.begin("whole")
        #expect(whole.evaluation?.split == .test)
        #expect(whole.evaluation?.samples == 20)
        let expected = ["4 validation", "8 validation", "12 validation", "12 test"]
        #expect(try evaluations(folder, "whole") == expected)
        try tiny.begin("parts", maxSteps: 8)
        #expect(try evaluations(folder, "parts") == ["4 validation", "8 validation"])
        try tiny.resume("parts")
        #expect(try evaluations(folder, "parts") == expected)
        let lines = try ["whole", "parts"].map { run in
            try MetricsLog.lines(of: folder["\(run)/metrics.jsonl"]).map { "\($0.step) \($0.loss ?? -1) \($0.top1)" }
        }
        #expect(lines[0] == lines[1])
    }

    @Test func trainingDoesNotSeeWhatIsHeldOut() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder, set: ["data.validation=0.5", "data.validation-seed=3"])
        let data = try #require(tiny.experiment.data)
        let set = try data.open(in: nil)
        #expect(set.train.count + (set.validation?.count ?? 0) == 43)
        #expect(set.validation?.count == 22)
        let again = try data.open(in: nil)
        #expect((0..<22).map { set.validation?.label(of: $0) } == (0..<22).map { again.validation?.label(of: $0) })
    }

    @Test func saysWhatIsLeftOut() throws {
        let folder = try TemporaryFolder()
        let drop = try #require(try TinyTraining(in: folder).experiment.training)
        #expect(drop.noteOfDroppedPictures(40) == nil)
        #expect(
            drop.noteOfDroppedPictures(43)
                == "3 of the 43 training pictures do not fill a batch, and each epoch leaves as many out; "
                + "`partial-batch: keep` in `train` trains on all")
        let keep = try #require(try TinyTraining(in: folder, set: ["train.partial-batch=keep"]).experiment.training)
        #expect(keep.noteOfDroppedPictures(43) == nil)
        #expect(drop.stepsPerEpoch(pictures: 43) == 5 && keep.stepsPerEpoch(pictures: 43) == 6)
    }
}
