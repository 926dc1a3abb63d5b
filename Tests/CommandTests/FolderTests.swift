import TestSupport
import Testing

/// A folder of the user's own pictures through the command line.
struct FolderTests {
    private let folder: TemporaryFolder

    /// `nets/photos.yaml`, and `photos` with twelve pictures of each of two classes, in two sizes.
    init() throws {
        folder = try TemporaryFolder()
        for number in 0..<24 {
            let (height, width) = number % 3 == 0 ? (40, 52) : (36, 36)
            let planes = (0..<3 * height * width).map {
                UInt8(truncatingIfNeeded: number % 2 * 120 + $0 % (5 + number))
            }
            try folder.write(
                PNGFile.bytes(planes: planes, channels: 3, height: height, width: width),
                to: "photos/\(number % 2 == 0 ? "cat" : "собака")/\(100 + number).png")
        }
        try write()
    }

    private func write(classes: Int = 2, source: String = "../photos", data: String = "validation: 4, ") throws {
        try folder.write(
            """
            netspec: 1
            name: photos
            input: {channels: 3, height: 32, width: 32}
            classes: \(classes)
            network:
              - convolution: {name: conv, filters: 4, kernel: 4, stride: 4}
              - relu
              - global-average-pool: {name: pool}
              - linear: {name: scores, outputs: "${classes}"}
            data: {\(data)source: {folder: \(source)}, augment: [{random-resized-crop: {size: 32}}, horizontal-flip]}
            train: {epochs: 2, batch: 8, optimizer: {sgd: {rate: 0.05}}}

            """, to: "nets/photos.yaml")
    }

    private func train(_ more: String...) throws -> Outcome {
        try Program.netspec.run(["train", "nets/photos.yaml", "--run", "run", "--threads", "1"] + more, in: folder)
    }

    private func eval(_ more: String...) throws -> Outcome {
        try Program.netspec.run(["eval", "run", "--threads", "1", "--format", "json"] + more, in: folder)
    }

    /// A run there would be a class, and then neither the pictures nor the run could be used.
    @Test(arguments: ["photos", "photos/run", "photos/cat/run/", "nets/../photos/./a/b"])
    func noRunAmongThePictures(place: String) throws {
        for more in [[], ["--seeds", "1,2"]] {
            let refused = try Program.netspec.run(["train", "nets/photos.yaml", "--run", place] + more, in: folder)
            refused.expectRefusal(1, "`\(place)` must lie outside of `", "taken for classes", "help:", "`--run`")
        }
        #expect(folder.names("photos") == ["cat", "собака"] && !folder.names("photos/cat").contains("run"))
    }

    /// Without `--run` it is the folder at hand in which the run lies; a link to the pictures is no way around.
    @Test func noRunAmongThePicturesByChance() throws {
        try write(source: folder.path + "/photos")
        try Program.netspec.run(["train", folder.path + "/nets/photos.yaml"], in: folder, prelude: "cd photos")
            .expectRefusal(1, "`runs` must lie outside of `", "name a folder elsewhere with `--run`")
        try folder.link("pictures", to: "photos")
        try Program.netspec.run(["train", "nets/photos.yaml", "--run", "pictures/run"], in: folder).expectRefusal(1)
        #expect(folder.names("photos") == ["cat", "собака"])
        // Beside the splits of a folder, hidden, and where a list names the pictures, it is in nobody's way.
        try folder.makeFolder("split")
        try folder.link("split/train", to: "../photos")
        try write(source: "../split")
        try step(in: "split/run").expectSuccess()
        try step(in: "split/test").expectRefusal(1, "must lie outside")
        try write()
        try step(in: "photos/.runs/1").expectSuccess()
        let list =
            folder.names("photos/cat").map { "cat/\($0),cat\n" }
            + folder.names("photos/собака").map { "собака/\($0),x\n" }
        try folder.write(list.joined(), to: "photos/list.csv")
        try write(source: "{path: ../photos, list: list.csv}")
        try step(in: "photos/run").expectSuccess()
    }

    private func step(in run: String) throws -> Outcome {
        try Program.netspec.run(
            ["train", "nets/photos.yaml", "--run", run, "--max-steps", "1", "--threads", "1", "--no-tune"], in: folder)
    }

    @Test func noExplanationAmongThePictures() throws {
        try train("--max-steps", "1").expectSuccess()
        let before = folder.names("photos/cat")
        try Program.netspec.run(["predict", "run", "photos/cat/100.png", "--explain", "photos/cat"], in: folder)
            .expectRefusal(1, "`photos/cat` must lie outside of `", "`--explain`")
        #expect(folder.names("photos/cat") == before)
    }

    @Test func trainsResumesAndEvaluates() throws {
        try train("--max-steps", "3").expectSuccess()
        try train("--resume").expectSuccess()
        let result = try eval().object()
        #expect(result["split"] as? String == "validation")
        #expect(result["samples"] as? Int == 4)
        #expect(result["classes"] as? [String] == ["cat", "собака"])
        // The run's spec stands in another folder, and names the pictures from the root.
        #expect(try folder.text("run/spec.yaml").contains("folder: /"))
        try eval("--flip").expectSuccess()
        // Pictures that were taken for others are named, in text, for programs and in the page.
        let wrong = try #require(result["mistakes"] as? [[String: Any]])
        let names = try wrong.map { try #require($0["name"] as? String) }
        #expect(!names.isEmpty && names.allSatisfy { folder.exists("photos/\($0)") }, "\(names)")
        let text = try Program.netspec.run(["eval", "run", "--threads", "1"], in: folder).output
        let page = try folder.text("run/report.html")
        for name in names { #expect(text.contains("  `\(name)` is ") && page.contains(", `\(name)`"), "\(text)") }
        try eval("--split", "test").expectRefusal(1, "`photos` has no test split", "--split validation")
    }

    @Test func dataNamesAnotherPlace() throws {
        try folder.move("photos", to: "elsewhere")
        try train("--max-steps", "1").expectRefusal(
            1, "there is no folder `", "photos` to read pictures from", "--data DIR")
        #expect(!folder.exists("run"))
        try train("--max-steps", "1", "--data", "elsewhere").expectSuccess()
        try eval("--data", "elsewhere").expectSuccess()
    }

    @Test func classesThatAreNotFoundAreNamed() throws {
        try write(classes: 3)
        try train().expectRefusal(
            1, "error[data-classes]: `classes` must be the 2 classes of `photos`, found `3`", "nets/photos.yaml:4:10",
            "help: write `classes: 2`", "they are `cat`, `собака`")
        #expect(!folder.exists("run"))
    }

    @Test func otherClassesAreRefused() throws {
        try train("--max-steps", "1").expectSuccess()
        try folder.move("photos/cat", to: "photos/lynx")
        try train("--resume").expectRefusal(
            1, "the classes of `photos` must be those of the run: missing `cat`; found besides `lynx`")
        try eval().expectRefusal(1, "missing `cat`; found besides `lynx`")
    }

    /// The run's spec is right; it is the pictures that are others.
    @Test func classesThatCameAreNamed() throws {
        try train("--max-steps", "1").expectSuccess()
        let picture = try #require(folder.names("photos/cat").first)
        try folder.write(folder.bytes("photos/cat/\(picture)"), to: "photos/wolf/0.png")
        for outcome in [try eval(), try train("--resume")] {
            outcome.expectRefusal(1, "the classes of `photos` must be those of ", "found besides `wolf`")
            #expect(!outcome.messages.contains("write `classes"))
        }
    }

    @Test func damagedPicturesAreNamedOrLeftOut() throws {
        try folder.write("no picture at all", to: "photos/cat/000.png")
        let stopped = try train()
        #expect(stopped.status == 1)
        #expect(
            stopped.messages.contains(
                "photos/cat/000.png` must be a JPEG, PNG or WebP, and does not begin as a picture does"))
        try write(source: "{path: ../photos, on-error: skip}")
        let skipping = try Program.netspec.run(
            ["train", "nets/photos.yaml", "--run", "second", "--threads", "1"], in: folder)
        skipping.expectSuccess()
        #expect(skipping.messages.contains("note: 1 picture could not be used and was left out"))
    }

    @Test func withoutPicturesToEvaluateByNothingBegins() throws {
        try write(data: "")
        try train().expectRefusal(1, "`photos` must have pictures to evaluate by", "validation: 0.1")
        #expect(!folder.exists("run"))
    }

    @Test func aCacheOnDiskIsKept() throws {
        try write(source: "{path: ../photos, cache: disk}")
        let prelude = "export XDG_CACHE_HOME=$PWD/cache"
        let arguments = ["train", "nets/photos.yaml", "--threads", "1", "--max-steps", "1", "--run"]
        try Program.netspec.run(arguments + ["one"], in: folder, prelude: prelude).expectSuccess()
        #expect(folder.names("cache/netspec/pictures").count == 1)
        try Program.netspec.run(arguments + ["two"], in: folder, prelude: prelude).expectSuccess()
        #expect(folder.names("cache/netspec/pictures").count == 1)
    }

    /// How far a cache is filled is told, and quietly not.
    @Test(arguments: ["memory", "disk"]) func aCacheIsFilledQuietly(cache: String) throws {
        try write(source: "{path: ../photos, cache: \(cache)}")
        for (name, options) in [("loud", [String]()), ("quiet", ["--quiet"])] {
            let outcome = try Program.netspec.run(
                ["train", "nets/photos.yaml", "--threads", "1", "--max-steps", "1", "--no-tune", "--run", name]
                    + options,
                in: folder, prelude: "export XDG_CACHE_HOME=$PWD/cache-\(name)")
            outcome.expectSuccess()
            let isTold = outcome.messages.contains("decoded 24 of 24 pictures\n")
            #expect(isTold == options.isEmpty, "\(outcome.messages)")
            // On a busy machine steps take longer than foretold, which is a note.
            let lines = outcome.messages.split(separator: "\n")
            #expect(options.isEmpty || lines.allSatisfy { $0.hasPrefix("note: ") }, "\(outcome.messages)")
            #expect(folder.names("cache-\(name)/netspec/pictures").count == (cache == "disk" ? 1 : 0))
        }
    }

    @Test func aFullDiskLeavesNoRun() throws {
        try write(source: "{path: ../photos, cache: disk}")
        let outcome = try Program.netspec.run(
            ["train", "nets/photos.yaml", "--run", "run", "--threads", "1"], in: folder,
            prelude: "export XDG_CACHE_HOME=$PWD/cache; trap '' XFSZ; ulimit -f 8")
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains(".pictures`: File too large"))
        #expect(!folder.exists("run"))
        #expect(folder.names("cache/netspec/pictures") == [])
    }
}
