import Datasets
import Diagnostics
import Execution
import Tensors
import TestSupport
import Testing
import Training

/// A run of 10 steps that was stopped after 7, with checkpoints of 5 and 7; and what goes wrong with them.
@Suite struct CheckpointTests {
    private let folder: TemporaryFolder
    private let tiny: TinyTraining
    private let newest = "checkpoints/step-00000007"

    init() throws {
        folder = try TemporaryFolder()
        tiny = try TinyTraining(in: folder)
        try tiny.begin("run", maxSteps: 7)
    }

    /// Goes on with the run to its end.
    ///
    /// - Returns: what was wrong with newer checkpoints than the one it went on from.
    private func goOn() throws -> [String] {
        let trainer = try tiny.trainer(in: tiny.reopen("run"))
        #expect(try trainer.train().isComplete)
        return trainer.notes
    }

    private func expectTheSameAsWhole() throws {
        if !folder.exists("whole") { try tiny.begin("whole") }
        for name in ["step-00000010.safetensors", "step-00000010.optimizer.safetensors"] {
            #expect(try folder.bytes("run/checkpoints/\(name)") == folder.bytes("whole/checkpoints/\(name)"))
        }
    }

    @Test(arguments: [".safetensors", ".optimizer.safetensors"]) func aDamagedOneIsPassedOver(end: String) throws {
        let whole = try folder.contents("run")
        let name = "run/\(newest)\(end)"
        let bytes = try folder.bytes(name)
        var random = KeyedRandom(seed: 5, purpose: .synthesis)
        for _ in 0..<30 {
            for (name, bytes) in whole { try folder.write(bytes, to: "run/\(name)") }
            let (place, bit) = (random.below(bytes.count), random.below(8))
            var bent = bytes
            bent[place] ^= 1 << bit
            try folder.write(bent, to: name)
            let notes = try tiny.trainer(in: tiny.reopen("run")).notes
            #expect(notes.count == 1, "bit \(bit) of byte \(place)")
            #expect(notes.first?.hasPrefix("the checkpoint of step 7 cannot be used: `\(folder[name])`") == true)
            #expect(folder.exists("\(name).damaged"))
            try folder.remove("\(name).damaged")
        }
        for (name, bytes) in whole { try folder.write(bytes, to: "run/\(name)") }
        #expect(try goOn() == [])
        try expectTheSameAsWhole()
    }

    @Test func aFolderInItsPlaceIsPassedOver() throws {
        try folder.remove("run/\(newest).safetensors")
        try folder.makeFolder("run/\(newest).safetensors")
        #expect(try goOn().first?.hasSuffix("it is not a regular file") == true)
        try expectTheSameAsWhole()
    }

    @Test func metricsThatLackStepsAreTold() throws {
        let path = "run/metrics.jsonl"
        let lines = try folder.text(path).split(separator: "\n")
        try folder.write(lines.dropFirst(2).map { $0 + "\n" }.joined(), to: path)
        #expect(try goOn() == ["`\(folder[path])` has 5 of the 7 steps made so far"])
    }

    @Test func oneThatWasRenamedIsPassedOver() throws {
        for end in [".safetensors", ".optimizer.safetensors"] {
            try folder.write(try folder.bytes("run/\(newest)\(end)"), to: "run/checkpoints/step-00000009\(end)")
            try folder.remove("run/\(newest)\(end)")
        }
        let path = folder["run/checkpoints/step-00000009.safetensors"]
        #expect(
            try goOn() == ["the checkpoint of step 9 cannot be used: by its metadata `\(path)` is of step 7"])
        try expectTheSameAsWhole()
    }

    @Test func weightsAloneArePassedOverAndSetAside() throws {
        try folder.remove("run/\(newest).optimizer.safetensors")
        let passedOver = try goOn()
        #expect(passedOver.count == 1)
        #expect(passedOver.first?.hasSuffix("there is no `\(folder["run/\(newest).optimizer.safetensors"])`") == true)
        #expect(folder.exists("run/\(newest).safetensors.set-aside"))
        #expect(!folder.exists("run/\(newest).safetensors"))
        try expectTheSameAsWhole()
    }

    /// A process that is killed between the two files of a checkpoint leaves the first.
    @Test func memoryWithoutWeightsIsSwept() throws {
        let memory = try folder.bytes("run/\(newest).optimizer.safetensors")
        let (later, earlier) = (
            "checkpoints/step-00000009.optimizer.safetensors", "checkpoints/step-00000003.optimizer.safetensors"
        )
        for name in [later, earlier] { try folder.write(memory, to: "run/\(name)") }
        #expect(try tiny.trainer(in: tiny.reopen("run")).notes == [])
        #expect(!folder.exists("run/\(later)") && folder.exists("run/\(earlier)"))
        try folder.remove("run/\(earlier)")
        try folder.remove("run/\(newest).safetensors")
        // Of the step that is made again.
        #expect(try goOn() == [])
        try expectTheSameAsWhole()
    }

    @Test func filesThatDoNotBelongTogetherArePassedOver() throws {
        try TinyTraining(in: folder, rate: 0.06).begin("other", maxSteps: 7)
        try folder.write(
            try folder.bytes("other/\(newest).optimizer.safetensors"), to: "run/\(newest).optimizer.safetensors")
        #expect(try goOn().first?.contains("belongs to other weights than") == true)
        try expectTheSameAsWhole()
    }

    @Test func withNoneThatIsWholeNothingIsLost() throws {
        for name in folder.names("run/checkpoints") where name.contains("optimizer") {
            try folder.remove("run/checkpoints/\(name)")
        }
        let before = try folder.contents("run")
        let error = #expect(throws: TrainingError.self) { try goOn() }
        #expect(error?.message.contains("must hold a checkpoint that is whole to go on from, and has none") == true)
        #expect(error?.help?.contains("delete") == false)
        #expect(try folder.contents("run") == before)
    }

    /// One bit of one pixel of the 43 pictures is another.
    @Test func otherDataOfTheSameSizeIsRefused() throws {
        let setup = try tiny.setup(pictures: { Retouched(pictures: $0) })
        let before = try folder.contents("run")
        let error = #expect(throws: TrainingError.self) {
            try Trainer(setup, in: tiny.reopen("run"), observer: Silence())
        }
        #expect(error?.message.hasPrefix("the run was begun with other training pictures: ") == true)
        #expect(error?.message.contains("there were") == false)
        #expect(try folder.contents("run") == before)
    }

    /// Of 43 pictures 41 make the 5 steps of 8 too, and 34 make 4.
    @Test(arguments: [
        (41, "the run was begun with other training pictures: ", "; there were 43 pictures, and there are 41"),
        (
            34, "the run has 5 steps in an epoch, and with these data it would have 4",
            "; there were 43 pictures, and there are 34"
        ),
    ])
    func anotherNumberOfPicturesIsNamed(_ count: Int, _ beginning: String, _ end: String) throws {
        let setup = try tiny.setup(pictures: { First(pictures: $0, count: count) })
        let error = #expect(throws: TrainingError.self) {
            try Trainer(setup, in: tiny.reopen("run"), observer: Silence())
        }
        #expect(
            error?.message.hasPrefix(beginning) == true && error?.message.hasSuffix(end) == true,
            "\(error?.message ?? "")")
    }

    @Test func otherClassesAreNamedBesideTheNumberOfPictures() throws {
        let names = (0..<10).map { "\($0)" }
        let setup = try tiny.setup(pictures: { First(pictures: $0, count: 42) }, classes: names)
        let error = #expect(throws: TrainingError.self) {
            try Trainer(setup, in: tiny.reopen("run"), observer: Silence())
        }
        #expect(error?.message.hasPrefix("the classes of `synthetic` must be those of the run: missing `disc`") == true)
        #expect(
            error?.message.hasSuffix("; there were 43 pictures, and there are 42") == true, "\(error?.message ?? "")")
    }

    /// Which is told before, with both numbers.
    @Test func anotherNumberOfClassesIsNamed() throws {
        let setup = try tiny.setup(classes: ["disc", "ring"])
        let error = #expect(throws: (any Error).self) {
            try Trainer(setup, in: tiny.reopen("run"), observer: Silence())
        }
        #expect(
            error.map { "\($0)" }
                == "the network must end in a score for each of the 2 classes of `synthetic`, found 10")
    }

    private struct First: PictureSet {
        let pictures: any PictureSet
        let count: Int
        func label(of index: Int) -> Int { pictures.label(of: index) }
        func add(to fingerprint: inout Fingerprint) {
            pictures.add(to: &fingerprint)
            fingerprint.add(UInt64(count))
        }

        func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
            try pictures.read(index, as: form, into: &room)
        }
    }

    private struct Retouched: PictureSet {
        let pictures: any PictureSet
        var count: Int { pictures.count }
        func label(of index: Int) -> Int { pictures.label(of: index) }
        func add(to fingerprint: inout Fingerprint) {
            pictures.add(to: &fingerprint)
            fingerprint.add("retouched")
        }

        func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
            let shape = try pictures.read(index, as: form, into: &room)
            if index == 41 { try room.bytes(shape.elementCount)[999] ^= 1 }
            return shape
        }
    }
}
