import Foundation
import TestSupport
import Testing

/// `netspec data make` and `netspec data split`.
struct DataMakeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Pictures that are all different: `count` of each class, of a size.
    private func write(
        _ classes: [String], count: Int, height: Int = 16, width: Int = 16, isGrey: Bool = false,
        to root: String = "photos"
    ) throws {
        for (label, name) in classes.enumerated() {
            for number in 0..<count {
                let area = height * width
                let plane = (0..<area).map { UInt8(truncatingIfNeeded: $0 &* (2 * number + 3) &+ 40 * label) }
                let other = plane.map { isGrey ? $0 : 255 - $0 }
                try folder.write(
                    PNGFile.bytes(planes: plane + other + plane, channels: 3, height: height, width: width),
                    to: "\(root)/\(name)/\(number).png")
            }
        }
    }

    private func data(_ arguments: String...) throws -> Outcome { try data(arguments) }

    private func data(_ arguments: [String]) throws -> Outcome {
        try Program.netspec.run(["data"] + arguments, in: folder)
    }

    /// What is written is right to the last warning, and trains.
    private func expectToTrain(_ spec: String, location: SourceLocation = #_sourceLocation) throws {
        let valid = try Program.netspec.run(["validate", spec, "--strict"], in: folder)
        let text = try folder.text(spec)
        #expect(valid.status == 0, "\(valid.messages)\(text)", sourceLocation: location)
        let trained = try Program.netspec.run(
            [
                "train", spec, "--run", "run-\(spec.replacing("/", with: "-"))", "--max-steps", "2", "--no-tune",
                "--threads", "1",
            ],
            in: folder)
        #expect(trained.status == 0, "\(trained.messages)", sourceLocation: location)
    }

    /// Pictures of one size keep it.
    @Test func smallPicturesOfOneSize() throws {
        try write(["cat", "dog"], count: 12)
        let made = try data("make", "photos", "--output", "nets.yaml")
        made.expectSuccess()
        #expect(made.output == "wrote nets.yaml\n")
        let text = try folder.text("nets.yaml")
        for line in [
            "name: photos\n", "input: {channels: 3, height: 16, width: 16}\n", "classes: 2\n",
            "source: {folder: {path: photos}}\n", "augment: [{random-crop: {size: 16, pad: 2}}, horizontal-flip]\n",
            "validation: 0.1\n", "# For the pictures in `photos`: 24 of 2 classes to learn from, 12 of each.\n",
        ] {
            #expect(text.contains(line), "\(line)\(text)")
        }
        #expect(!text.contains("sampling"))
        try expectToTrain("nets.yaml")
    }

    /// Grey pictures of several sizes, digits by their names, with very different numbers, in a folder that needs quotes.
    @Test func greyDigits() throws {
        try write(["0", "1"], count: 5, height: 40, width: 61, isGrey: true, to: "my: pictures")
        try write(["2"], count: 16, height: 33, width: 30, isGrey: true, to: "my: pictures")
        try folder.write("cut", to: "my: pictures/2/cut.png")
        try folder.makeFolder("nets")
        let made = try data("make", "my: pictures", "--output", "nets/digits.yaml")
        made.expectSuccess()
        let text = try folder.text("nets/digits.yaml")
        for line in [
            "name: my--pictures\n", "input: {channels: 1, height: 24, width: 24}\n", "classes: 3\n",
            "source: {folder: {path: \"../my: pictures\", on-error: skip}}\n",
            "augment: [{random-resized-crop: {size: 24}}]\n", "validation: 0.2\n", "sampling: balanced\n",
        ] {
            #expect(text.contains(line), "\(line)\(text)")
        }
        try expectToTrain("nets/digits.yaml")
    }

    @Test func splitsOfItsOwnAreTaken() throws {
        try write(["cat", "dog"], count: 6, height: 64, width: 80, to: "photos/train")
        try write(["cat", "dog"], count: 1, height: 64, width: 80, to: "photos/val")
        try data("make", "photos").expectSuccess()
        let text = try folder.text("photos.yaml")
        #expect(!text.contains("validation:") && text.contains("resize: {shorter: 64}\n"), "\(text)")
        #expect(text.contains("input: {channels: 3, height: 64, width: 80}\n"))
        try expectToTrain("photos.yaml")
    }

    @Test func theNetworkOfAnotherSpecIsTaken() throws {
        try write(["cat", "dog", "eel"], count: 4)
        try folder.write(
            """
            netspec: 1
            input: {channels: 3, height: 12, width: 12}
            classes: 10
            network:
              - convolution: {filters: 4, kernel: 3}
              - relu
              - global-average-pool
              - linear: {outputs: "${classes}"}
            data: {source: synthetic, augment: [{random-crop: {size: 12}}]}
            train: {epochs: 9, optimizer: {sgd: {rate: 0.1}}}
            assert: {parameters: 162}

            """, to: "library/base.yaml")
        try folder.makeFolder("nets")
        try data("make", "photos", "--network", "library/base.yaml", "--output", "nets/mine.yaml").expectSuccess()
        let text = try folder.text("nets/mine.yaml")
        for line in ["extends: ../library/base.yaml\n", "remove: [assert]", "  classes: 3\n", "{path: ../photos}"] {
            #expect(text.contains(line), "\(line)\(text)")
        }
        try expectToTrain("nets/mine.yaml")
        try folder.write(
            try folder.text("library/base.yaml").replacing("\"${classes}\"", with: "10"), to: "library/fixed.yaml")
        try data("make", "photos", "--network", "library/fixed.yaml", "--output", "nets/other.yaml")
            .expectRefusal(
                1, "error[classes]: the last layer must give a score for each of the 3 classes", "fixed.yaml:8")
        #expect(!folder.exists("nets/other.yaml"))
    }

    @Test func nothingIsOverwritten() throws {
        try write(["cat", "dog"], count: 4)
        try folder.write("mine", to: "photos.yaml")
        try folder.write("mine", to: "photos/splits.csv")
        try data("make", "photos").expectRefusal(1, "`photos.yaml` is there already, and is not overwritten")
        try data("split", "photos").expectRefusal(1, "`photos/splits.csv` is there already, and is not overwritten")
        for name in ["photos.yaml", "photos/splits.csv"] { #expect(try folder.text(name) == "mine") }
    }

    @Test func mistakesAreTold() throws {
        try data("make", "nowhere").expectRefusal(1, "there is no folder `nowhere`")
        try data("split", "nowhere").expectRefusal(1, "there is no folder `nowhere`")
        try write(["cat"], count: 4)
        try data("make", "photos").expectRefusal(1, "must have at least two classes, found `cat` alone")
        try write(["dog"], count: 1)
        try data("make", "photos").expectRefusal(1, "each class must have at least 2 pictures", "found 1 of `dog`")
        try data("split", "photos", "--test", "0.5", "--validation", "0.5").expectRefusal(64, "must leave something")
        try data("split", "photos", "--test", "nan").expectRefusal(64, "--test must be at least 0 and less than 1")
        try data("split", "photos", "--test", "0", "--validation", "0").expectRefusal(64)
        try data("split", "photos", "--seed", "-1").expectRefusal(64, "--seed must be at least 0, found -1")
    }

    /// The list is one that specs take, with no picture in two splits, as `data check` sees it.
    @Test func aListThatSpecsTake() throws {
        try write(["cat", "do, g"], count: 10)
        for number in 0..<3 {
            try folder.write(try folder.bytes("photos/cat/\(number).png"), to: "photos/cat/copy-\(number).png")
        }
        try folder.write("cut", to: "photos/cat/cut.png")
        let split = try data("split", "photos", "--validation", "0.2", "--test", "0.2", "--format", "json")
        split.expectSuccess()
        let counts = try split.object()
        #expect(["train", "validation", "test"].reduce(0) { $0 + (counts[$1] as? Int ?? 0) } == 23)
        #expect(split.messages.contains("note: 1 picture cannot be used, and is in no split"), "\(split.messages)")
        try data("make", "photos", "--list", "splits.csv", "--output", "mine.yaml").expectSuccess()
        #expect(try folder.text("mine.yaml").contains("{path: photos, list: splits.csv}"))
        let checked = try Program.netspec.run(["data", "check", "mine.yaml"], in: folder)
        checked.expectSuccess()
        #expect(
            checked.output.contains(
                "duplicates of earlier pictures: 3 (0 in another split, 0 of another class)"),
            "\(checked.output)")
        try expectToTrain("mine.yaml")
        // Without the list the folders tell the classes, and what netspec wrote beside them is no stranger; what others did is.
        try folder.write("path,label\n", to: "photos/labels.csv")
        let made = try data("make", "photos", "--output", "folders.yaml")
        made.expectSuccess()
        #expect(made.messages.contains("1 file lies beside the folders of the classes and is left aside: `labels.csv`"))
        #expect(!made.messages.contains("splits.csv"), "\(made.messages)")
        // The same again, under another name.
        try data("split", "photos", "--validation", "0.2", "--test", "0.2", "--output", "other.csv").expectSuccess()
        #expect(try folder.text("other.csv") == folder.text("photos/splits.csv"))
        try write(["a", "b"], count: 2, to: "set/train")
        try write(["a", "b"], count: 1, to: "set/test")
        try data("split", "set").expectRefusal(1, "`set` is split already")
    }

    /// They are told of, and are none of those that are counted.
    @Test func picturesThatCannotBeUsed() throws {
        try write(["cat", "dog"], count: 4)
        try folder.write("cut", to: "photos/cat/cut.png")
        try folder.write("", to: "photos/dog/empty.png")
        let made = try data("make", "photos")
        made.expectSuccess()
        #expect(made.messages.contains("note: 2 pictures cannot be used, and are left out"), "\(made.messages)")
        #expect(try folder.text("photos.yaml").contains("8 of 2 classes to learn from, 4 of each."))
        let checked = try data("check", "photos.yaml")
        #expect(checked.status == 1)
        let counts = checked.output.matches(of: /(?:train|validation): (\d+) pictures/).compactMap { Int($0.1) }
        #expect(counts.count == 2 && counts.reduce(0, +) == 8, "\(checked.output)")
        // A class of which but one can be used has none to hold out.
        try write(["few"], count: 1)
        try folder.write("cut", to: "photos/few/cut.png")
        try data("make", "photos", "--output", "other.yaml").expectRefusal(1, "found 1 of `few`")
    }

    /// What is suggested can be pasted, also where a name looks like an option.
    @Test func namesThatLookLikeOptions() throws {
        try write(["cat", "dog"], count: 4, to: "-evil")
        let made = try data("make", "./-evil")
        made.expectSuccess()
        #expect(made.output == "wrote ./-evil.yaml\n")
        #expect(made.messages.hasSuffix("next: netspec train ./-evil.yaml\n"))
        let trained = try Program.netspec.run(
            ["train", "./-evil.yaml", "--run=-run", "--max-steps", "1", "--threads", "1"], in: folder)
        trained.expectSuccess()
        #expect(
            trained.messages.hasSuffix("next: netspec train ./-run/spec.yaml --run ./-run --resume --threads 1\n"),
            "\(trained.messages)")
        try Program.netspec.run(
            ["train", "./-run/spec.yaml", "--run", "./-run", "--resume", "--max-steps", "1", "--threads", "1"],
            in: folder
        ).expectSuccess()
    }

    /// The line that is printed works where it is pasted: in a spec in the folder at hand, whatever the names.
    @Test(arguments: [
        ("photos", "", "{path: photos, list: splits.csv}"),
        ("./photos/", "nets/a: b #c.csv", "{path: ./photos/, list: \"../nets/a: b #c.csv\"}"),
        ("a: b #c", "", "{path: \"a: b #c\", list: splits.csv}"),
        ("new\nline", "s.csv", "{path: \"new\\nline\", list: ../s.csv}"),
        ("'{x}", "", "{path: \"'{x}\", list: splits.csv}"),
    ])
    func theLineForSpecsWorks(pictures: String, output: String, source: String) throws {
        try write(["cat", "dog"], count: 6, to: pictures)
        try folder.makeFolder("nets")
        let split = try data(["split", pictures, "--test", "0"] + (output.isEmpty ? [] : ["--output", output]))
        split.expectSuccess()
        let line = "in specs of this folder: data: {source: {folder: \(source)}}"
        #expect(split.messages.hasSuffix(line + "\n"), "\(split.messages)")
        try folder.write(
            """
            netspec: 1
            input: {channels: 3, height: 16, width: 16}
            classes: 2
            network: [linear: {outputs: 2}]
            \(line.replacing("in specs of this folder: ", with: ""))

            """, to: "pasted.yaml")
        let checked = try Program.netspec.run(["data", "check", "pasted.yaml"], in: folder)
        checked.expectSuccess()
        #expect(checked.output.contains("train: 10 pictures") && checked.output.contains("validation: 2 pictures"))
    }
}
