import Datasets
import Execution
import Files
import Glibc
import Layers
import Planning
import Recipes
import Synchronization
import Tensors
import TestSupport
import Testing
import Training

/// What fails in the middle of a training costs no step that was made.
@Suite struct FailingTrainingTests {
    private let folder: TemporaryFolder
    private let tiny: TinyTraining

    init() throws {
        folder = try TemporaryFolder()
        tiny = try TinyTraining(in: folder)
        try tiny.begin("whole")
    }

    private func expectTheSame(_ run: String) throws {
        for end in ["safetensors", "optimizer.safetensors"] {
            let name = "checkpoints/step-00000010.\(end)"
            #expect(try folder.bytes("\(run)/\(name)") == folder.bytes("whole/\(name)"), "\(end)")
        }
        #expect(try steps("\(run)") == steps("whole"))
    }

    private func steps(_ run: String) throws -> [String] {
        try MetricsLog.lines(of: folder["\(run)/metrics.jsonl"]).map { "\($0.step) \($0.split) \($0.loss ?? 0)" }
    }

    /// A step reads 8 pictures: the fourth batch cannot be read.
    @Test func dataThatCannotBeReadAnyMore() throws {
        let setup = try tiny.setup(pictures: { Failing(pictures: $0, after: 3 * 8 + 2) })
        let error = #expect(throws: DataError.self) {
            try Trainer(setup, in: tiny.create("run"), observer: Silence()).train()
        }
        #expect(error?.message == "gone")
        #expect(folder.exists("run/checkpoints/step-00000003.safetensors"))
        try tiny.resume("run")
        try expectTheSame("run")
    }

    /// Its running statistics would be found anew by pictures that cannot be read either.
    @Test func dataThatCannotBeReadAnyMoreForAnAverage() throws {
        let tiny = try TinyTraining(in: folder, others: ["average: {decay: 0.5, re-estimate: 3}"])
        try tiny.begin("average")
        let setup = try tiny.setup(pictures: { Failing(pictures: $0, after: 3 * 8 + 2) })
        #expect(throws: DataError.self) { try Trainer(setup, in: tiny.create("run"), observer: Silence()).train() }
        #expect(folder.exists("run/checkpoints/step-00000003.safetensors"))
        try tiny.resume("run")
        for end in ["safetensors", "optimizer.safetensors"] {
            let name = "checkpoints/step-00000010.\(end)"
            #expect(try folder.bytes("run/\(name)") == folder.bytes("average/\(name)"), "\(end)")
        }
        #expect(try steps("run") == steps("average"))
    }

    /// It fails once it has moved the running statistics, as a library may.
    @Test(arguments: [1, 4, 7]) func aLibraryThatFails(run: Int) throws {
        let setup = try tiny.setup(backend: FailingBackend(atRun: run))
        #expect(throws: FailingBackend.Failure.self) {
            try Trainer(setup, in: tiny.create("run"), observer: Silence()).train()
        }
        #expect(folder.exists("run/checkpoints/step-0000000\(run - 1).safetensors") == (run > 1))
        try tiny.resume("run")
        try expectTheSame("run")
    }

    @Test func metricsThatAreRemoved() throws {
        let watcher = Watcher(atStep: 3) { unlink(self.folder["run/metrics.jsonl"]) }
        let error = #expect(throws: FileError.self) { try tiny.begin("run", observer: watcher) }
        #expect(error?.reason == "it was removed or replaced while the run went on")
        #expect(watcher.lastStep == 3)
        #expect(folder.exists("run/checkpoints/step-00000003.safetensors"))
        #expect(try tiny.resume("run").isComplete)
    }

    /// Nothing is written to the folder that has taken its place.
    @Test(arguments: [false, true]) func aFolderThatIsRemoved(isMadeAgain: Bool) throws {
        let watcher = Watcher(atStep: 3) {
            rename(self.folder["run"], self.folder["elsewhere"])
            if isMadeAgain { mkdir(self.folder["run"], 0o777) }
        }
        let error = #expect(throws: FileError.self) { try tiny.begin("run", observer: watcher) }
        #expect(error?.reason == "the folder was removed or put elsewhere while the run went on")
        #expect(watcher.lastStep == 3)
        #expect(folder.names("run") == [])
        #expect(try tiny.resume("elsewhere").isComplete)
        try expectTheSame("elsewhere")
    }

    /// Does something once a step is made.
    private final class Watcher: TrainingObserver {
        private let step: Int
        private let action: () -> Void
        private(set) var lastStep = 0

        init(atStep step: Int, _ action: @escaping () -> Void) {
            self.step = step
            self.action = action
        }

        func finished(_ step: StepReport) {
            lastStep = step.step
            if step.step == self.step { action() }
        }
    }

    private final class Failing: PictureSet {
        private let pictures: any PictureSet
        private let left: Mutex<Int>

        init(pictures: any PictureSet, after count: Int) {
            self.pictures = pictures
            left = Mutex(count)
        }

        var count: Int { pictures.count }
        func label(of index: Int) -> Int { pictures.label(of: index) }
        func add(to fingerprint: inout Fingerprint) { pictures.add(to: &fingerprint) }
        func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
            let isLeft = left.withLock { left in
                left -= 1
                return left >= 0
            }
            guard isLeft else { throw DataError("gone") }
            return try pictures.read(index, as: form, into: &room)
        }
    }
}

/// The reference, whose training program fails at the end of one of its runs.
private struct FailingBackend: Backend {
    struct Failure: Error {}

    let name = "failing"
    let atRun: Int

    func compile(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> any Executable {
        let executable = try ReferenceBackend().compile(plan, parameters: parameters)
        return plan.phase == .training ? FailingExecutable(executable, atRun: atRun) : executable
    }

    func outline(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> ProgramOutline {
        try ReferenceBackend().outline(plan, parameters: parameters)
    }
}

private final class FailingExecutable: Executable {
    private let executable: any Executable
    private let failingRun: Int
    private var runs = 0

    init(_ executable: any Executable, atRun run: Int) {
        (self.executable, failingRun) = (executable, run)
    }

    func run(_ batch: Batch) throws {
        try executable.run(batch)
        runs += 1
        if runs == failingRun { throw FailingBackend.Failure() }
    }

    func timedRun(_ batch: Batch) throws -> [Double] { try executable.timedRun(batch) }

    func onTeam(_ body: @escaping @Sendable (Int, Int) -> Void) throws { try executable.onTeam(body) }

    func rest() throws { try executable.rest() }
    var scores: UnsafeBufferPointer<Float> { executable.scores }
    var losses: UnsafeBufferPointer<Float> { executable.losses }
    var lossTerms: [UnsafeBufferPointer<Float>] { executable.lossTerms }
    var workingByteCount: Int { executable.workingByteCount }
    var profile: [OperationProfile] { executable.profile }
}
