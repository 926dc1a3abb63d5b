import Diagnostics
import Files
import Glibc
import Interchange
import SpecCompiler
import TestSupport
import Testing
import Training

@Suite struct RunFolderTests {
    @Test func holdsWhatItPromises() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("deep/er/run", maxSteps: 7)
        #expect(
            folder.names("deep/er/run") == [
                "checkpoints", "computation.json", "evaluation-test.json", "metrics.jsonl", "spec.yaml",
            ])
        #expect(
            folder.names("deep/er/run/checkpoints") == [
                "best.safetensors",
                "step-00000005.optimizer.safetensors",
                "step-00000005.safetensors", "step-00000007.optimizer.safetensors", "step-00000007.safetensors",
            ])
        #expect(try folder.text("deep/er/run/spec.yaml") == tiny.experiment.resolvedText)
        let run = try RunFolder.open(at: folder["deep/er/run"])
        let last = try #require(try run.lastCheckpoint())
        #expect(last.step == 7)
        let file = try SafetensorsFile.read(last.weightsPath)
        let data = try #require(file.metadata["data"])
        #expect(data.count == 16 && data.allSatisfy(\.isHexDigit))
        let classes =
            #"["disc","ring","square","frame","triangle","inverted-triangle","plus","cross","horizontal-bars","vertical-bars"]"#
        let preprocessing =
            #"{"channels":3,"crops":[],"deviation":[0.26,0.26,0.26],"mean":[0.5,0.5,0.5],"resize":"none","size":[32,32]}"#
        #expect(
            file.metadata == [
                "step": "7", "epoch": "2", "network": "tiny", "stepsPerEpoch": "5", "trainingPictures": "43",
                "data": data, "classes": classes, "preprocessing": preprocessing,
            ])
        #expect(
            file.tensors.map(\.name) == [
                "stem.weight", "stem.bias", "norm.scale", "norm.shift", "classifier.weight", "classifier.bias",
                "norm.mean", "norm.variance",
            ])
    }

    @Test(arguments: ["spec.yaml", "metrics.jsonl", "algorithms.tsv", "computation.json", "checkpoints"])
    func neverOverwritesARun(name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("precious", to: name)
        let error = #expect(throws: TrainingError.self) { try RunFolder.create(at: folder.path, spec: "netspec: 1\n") }
        #expect(
            error?.message
                == "a new run needs a folder without one, and `\(folder.path)` holds `\(name)` of a run")
        let goOn = name == "spec.yaml" ? "go on with that run with `--resume`, or " : ""
        #expect(error?.help == "\(goOn)choose another folder")
        #expect(try folder.text(name) == "precious")
        #expect(folder.names() == [name])
    }

    @Test func takesAFolderWithOtherThings() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "notes.txt")
        _ = try RunFolder.create(at: folder.path + "/", spec: "netspec: 1\n")
        #expect(folder.names() == ["notes.txt"])
    }

    /// What a process that was killed at the beginning leaves: an empty folder for checkpoints, half-written files.
    @Test func takesAFolderInWhichNothingBegan() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("run/checkpoints")
        try folder.write("netsp", to: "run/.netspec-1f.partial")
        try folder.write("half", to: "run/checkpoints/.netspec-2a.partial")
        try TinyTraining(in: folder).begin("run", maxSteps: 1)
        #expect(!folder.exists("run/.netspec-1f.partial") && !folder.exists("run/checkpoints/.netspec-2a.partial"))
    }

    /// Neither of the two ways sends its user to the other.
    @Test func aRunWithoutItsSpecSaysWhatHelps() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("run", maxSteps: 1)
        try folder.remove("run/spec.yaml")
        let resumed = #expect(throws: TrainingError.self) { try tiny.reopen("run") }
        #expect(resumed?.help == "put the run's `spec.yaml` back from a copy")
        let begun = #expect(throws: TrainingError.self) { try tiny.create("run") }
        #expect(begun?.help == "choose another folder")
    }

    @Test func whatWasLeftHalfWrittenIsSwept() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        try tiny.begin("run", maxSteps: 1)
        for name in ["run/.netspec-1f.partial", "run/checkpoints/.netspec-2a.partial"] {
            try folder.write("half", to: name)
        }
        try tiny.resume("run", maxSteps: 2)
        #expect(!folder.exists("run/.netspec-1f.partial") && !folder.exists("run/checkpoints/.netspec-2a.partial"))
    }

    @Test func refusesWhatIsNoFolder() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        #expect(throws: TrainingError.self) { try RunFolder.create(at: folder["file"], spec: "") }
        let error = #expect(throws: FileError.self) { try RunFolder.create(at: folder["file/run"], spec: "") }
        #expect(error?.description == "cannot make the folder `\(folder["file/run"])`: Not a directory")
    }

    /// What stands in the place of a run's files, a device that never ends or a file out of all proportion, is not read until
    /// memory ends.
    @Test func readsNoFileWithoutEnd() throws {
        let folder = try TemporaryFolder()
        let run = try RunFolder.create(at: folder["run"], spec: "netspec: 1\n")
        symlink("/dev/zero", folder["run/algorithms.tsv"])
        let endless = #expect(throws: FileError.self) { try run.findings() }
        #expect(endless?.description == "cannot read `\(folder["run/algorithms.tsv"])`: it is not a regular file")
        symlink("/dev/full", folder["run/metrics.jsonl"])
        let full = #expect(throws: FileError.self) { try MetricsLog.lines(of: run.metricsPath) }
        #expect(full?.reason == "it is not a regular file")
        try folder.remove("run/metrics.jsonl")
        try folder.write("", to: "run/metrics.jsonl")
        #expect(truncate(run.metricsPath, 1 << 30 + 1) == 0)
        let long = #expect(throws: FileError.self) { try MetricsLog.lines(of: run.metricsPath) }
        #expect(long?.reason == "it must have at most 1073741824 bytes, found 1073741825")
        #expect(long?.help == "move it elsewhere; the run goes on with a new one")
    }

    @Test func belongsToOneTrainingAtATime() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyTraining(in: folder)
        let first = try tiny.create("run")
        let before = #expect(throws: TrainingError.self) { try tiny.create("run") }
        #expect(before?.message == "only one process may train in `\(first.path)`, and one does already")
        _ = try tiny.trainer(in: first).train(maxSteps: 1)
        let after = #expect(throws: TrainingError.self) { try tiny.reopen("run") }
        #expect(after?.message == before?.message)
        _ = try RunFolder.open(at: folder["run"])
    }

    /// The limit is one of the whole process, so these tests have processes of their own.
    @Test func aFullDiskSpoilsNothing() async {
        await #expect(processExitsWith: .success) { try runAFullDisk() }
    }

    @Test func aFullDiskAtTheBeginningLeavesNoRun() async {
        await #expect(processExitsWith: .success) { try beginOnAFullDisk() }
    }
}

/// A file size limit stands in for a full disk: both fail in the middle of a write.
private func runAFullDisk() throws {
    let folder = try TemporaryFolder()
    let tiny = try TinyTraining(in: folder)
    try tiny.begin("run", maxSteps: 5)
    let before = try folder.names("run/checkpoints").map { try folder.bytes("run/checkpoints/\($0)") }
    let length = try folder.bytes("run/metrics.jsonl").count
    for limit in [length + 10, length + 400] {
        let error = #expect(throws: (any Error).self) {
            try withFileSizeLimit(limit) { try tiny.resume("run", maxSteps: 6) }
        }
        #expect(!(error is any UserMistake))
        #expect("\(try #require(error))".hasPrefix("cannot write `\(folder["run"])/"))
        #expect("\(try #require(error))".hasSuffix("`: File too large"))
        #expect(try folder.names("run/checkpoints").map { try folder.bytes("run/checkpoints/\($0)") } == before)
        #expect(try folder.text("run/metrics.jsonl").hasSuffix("}\n"))
    }
    try tiny.begin("whole")
    try tiny.resume("run")
    let name = "checkpoints/step-00000010.safetensors"
    #expect(try folder.bytes("run/\(name)") == folder.bytes("whole/\(name)"))
}

private func beginOnAFullDisk() throws {
    let folder = try TemporaryFolder()
    let tiny = try TinyTraining(in: folder)
    #expect(throws: FileError.self) { try withFileSizeLimit(4) { try tiny.begin("run") } }
    #expect(folder.names("run").isEmpty)
    #expect(try tiny.begin("run").isComplete)
}

private func withFileSizeLimit<Result>(_ bytes: Int, _ body: () throws -> Result) rethrows -> Result {
    signal(SIGXFSZ, SIG_IGN)
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    var before = rlimit()
    getrlimit(resource, &before)
    var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: before.rlim_max)
    setrlimit(resource, &limit)
    defer {
        setrlimit(resource, &before)
        signal(SIGXFSZ, SIG_DFL)
    }
    return try body()
}
