import TestSupport
import Testing

/// `netspec data check`.
struct DataCheckTests {
    private let folder: TemporaryFolder

    /// Files in the format of CIFAR-10, each with the same 20 pictures, the one to test with also with 10 others; the last record of
    /// each is labelled 3, the others by their number.
    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            TinySpec.text.replacing("{synthetic: {train: 256, test: 64}}", with: "cifar10"), to: "tiny.yaml")
        for number in 1...5 { try write(records: 20, to: "data_batch_\(number).bin") }
        try write(records: 30, to: "test_batch.bin")
    }

    private func write(records: Int, to name: String) throws {
        var bytes: [UInt8] = []
        for record in 0..<records {
            bytes.append(record == records - 1 ? 3 : UInt8(record % 10))
            for place in 0..<3072 { bytes.append(UInt8(truncatingIfNeeded: place &* record)) }
        }
        try folder.write(bytes, to: "cifar-10-batches-bin/\(name)")
    }

    private func check(_ arguments: String...) throws -> Outcome {
        try Program.netspec.run(["data", "check", "tiny.yaml", "--data", "."] + arguments, in: folder)
    }

    /// Of 100 pictures to learn from 20 are different; of 30 to test with 20 are among them, and record 19 with another label.
    @Test func samePictures() throws {
        let outcome = try check()
        outcome.expectSuccess()
        for line in [
            "train: 100 pictures of 10 classes, from 5 of `truck` to 15 of `cat`", "  sizes: all 32×32",
            "duplicates of earlier pictures: 100 (20 in another split, 1 of another class)",
            "  train 20 and train 0", "  … and 95 more",
        ] {
            #expect(outcome.output.contains(line + "\n"), "\(outcome.output)")
        }
    }

    @Test func samePicturesForPrograms() throws {
        let result = try check("--format", "json", "--threads", "1").object()
        #expect(result["sound"] as? Bool == true)
        let splits = try #require(result["splits"] as? [[String: Any]])
        #expect(splits.map { $0["pictures"] as? Int } == [100, 30])
        #expect(splits[0]["classCounts"] as? [Int] == [10, 10, 10, 15, 10, 10, 10, 10, 10, 5])
        let same = try #require(result["duplicates"] as? [[String: Any]])
        #expect(same.count == 100)
        let other = same.filter { $0["sameClass"] as? Bool == false }
        #expect(other.count == 1 && other[0]["picture"] as? Int == 19 && other[0]["split"] as? String == "test")
    }

    /// Of a folder every file that cannot be used is named, and not only the first; and the exit code is 1.
    @Test func folderWithDamagedPictures() throws {
        for (name, seed) in [("cat/1", 3), ("cat/2", 5), ("dog/1", 7), ("dog/2", 11)] {
            try folder.write(png(seed), to: "photos/\(name).png")
        }
        try folder.write(png(3), to: "photos/dog/copy.png")
        try folder.write(Array(png(13).dropLast(30)), to: "photos/cat/cut.png")
        try folder.write(Array(png(17).dropLast(1)), to: "photos/dog/cut.png")
        try folder.write(Self.photos, to: "photos.yaml")
        for policy in ["stop", "skip"] {
            let outcome = try Program.netspec.run(
                ["data", "check", "photos.yaml", "--set", "data.source.folder.on-error=\(policy)"], in: folder)
            #expect(outcome.status == 1)
            for line in [
                "pictures that cannot be used: 2\n", "photos/cat/cut.png` is cut short: it ends at byte ",
                "photos/dog/cut.png` is cut short: it ends at byte ",
                "duplicates of earlier pictures: 1 (0 in another split, 1 of another class)",
                "`dog/copy.png` and `cat/1.png`, of different classes",
            ] {
                #expect(outcome.output.contains(line), "\(outcome.output)\n\(outcome.messages)")
            }
        }
    }

    private func png(_ seed: Int) -> [UInt8] {
        let planes = (0..<3 * 64).map { UInt8(truncatingIfNeeded: $0 * $0 * seed) }
        return PNGFile.bytes(planes: planes, channels: 3, height: 8, width: 8)
    }

    /// The pictures are looked at as they are, not as a cache would keep them, and none is filled.
    @Test func aCacheIsNotLookedAt() throws {
        for (name, seed) in [("cat/1", 3), ("cat/2", 5), ("dog/1", 7), ("dog/2", 11)] {
            try folder.write(png(seed), to: "photos/\(name).png")
        }
        try folder.write(Self.photos.replacing("height: 8, width: 8", with: "height: 4, width: 4"), to: "photos.yaml")
        for cache in ["none", "memory", "disk"] {
            let outcome = try Program.netspec.run(
                ["data", "check", "photos.yaml", "--set", "data.source.folder.cache=\(cache)"],
                in: folder)
            outcome.expectSuccess()
            #expect(outcome.output.contains("  sizes: all 8×8\n"), "\(outcome.output)")
        }
        #expect(!folder.exists(".cache"))
    }

    private static let photos = """
        netspec: 1
        input: {channels: 3, height: 8, width: 8}
        classes: 2
        network: [linear: {outputs: 2}]
        data: {source: {folder: {path: photos}}}

        """

    /// What is found while the folder is walked is told with what is found while it is read, and does not end the check; control
    /// characters of names reach no terminal.
    @Test func everythingThatIsWrongIsTold() throws {
        for (name, seed) in [("cat/1", 3), ("cat/2", 5), ("dog/1", 7), ("dog/\u{1B}[31m\nx", 11)] {
            try folder.write(png(seed), to: "photos/\(name).png")
        }
        try folder.write(png(11), to: "photos/dog/twice.png")
        try folder.write("", to: "photos/cat/empty.jpg")
        try folder.write("GIF89a and more", to: "photos/dog/\u{1B}[2J.gif")
        try folder.link("photos/dog/self.png", to: "self.png")
        try folder.link("photos/dog/gone.png", to: "nowhere.png")
        try folder.link("photos/cat/loop", to: "../cat")
        try folder.write(Self.photos, to: "photos.yaml")
        let outcome = try Program.netspec.run(["data", "check", "photos.yaml"], in: folder)
        #expect(outcome.status == 1)
        for line in [
            "train: 5 pictures of 2 classes, from 2 of `cat` to 3 of `dog`\n", "pictures that cannot be used: 2\n",
            "/photos/cat/empty.jpg` must be a JPEG, PNG or WebP, and is empty\n",
            "/photos/dog/\\u{1B}[2J.gif` must be a JPEG, PNG or WebP, found a GIF\n",
            "what is wrong with folders, classes, lists and links: 3\n",
            "/photos/cat/loop` is a link to a folder in which it lies, so that its pictures have no end\n",
            "/photos/dog/self.png` is a link that leads back to itself\n",
            "/photos/dog/gone.png` is a link that leads nowhere\n",
            "  `dog/twice.png` and `dog/\\u{1B}[31m\\u{A}x.png`\n",
        ] {
            #expect(outcome.output.contains(line), "\(line)\(outcome.output)\(outcome.messages)")
        }
        #expect(!outcome.output.contains("\u{1B}") && !outcome.messages.contains("\u{1B}"))
        // Learning ends at the first of it, in words that reach the terminal as safely.
        try Program.netspec.run(["train", "photos.yaml", "--set", "train.epochs=1", "--run", "run"], in: folder)
            .expectRefusal(1)
    }

    /// Classes without pictures, folders of other names and pictures that cannot be read are told together.
    @Test func everythingThatIsWrongWithClassesIsTold() throws {
        for (name, seed) in [("train/cat/1", 3), ("train/dog/1", 5), ("test/cat/1", 7), ("testing/cat/1", 11)] {
            try folder.write(png(seed), to: "photos/\(name).png")
        }
        for name in ["train/eel", "train/ape", "test/dgo"] { try folder.makeFolder("photos/\(name)") }
        try folder.write("", to: "photos/test/cat/empty.png")
        try folder.write(Self.photos.replacing("}}}", with: "}}, validation: 2}"), to: "photos.yaml")
        let outcome = try Program.netspec.run(["data", "check", "photos.yaml"], in: folder)
        #expect(outcome.status == 1)
        for line in [
            "train: 2 pictures of 4 classes, from 0 of `ape` to 1 of `dog`\n", "test: 1 picture of 4 classes",
            "pictures that cannot be used: 1\n",
            "/photos/test/cat/empty.png` must be a JPEG, PNG or WebP, and is empty\n",
            "what is wrong with folders, classes, lists and links: 5\n",
            "/photos` must have one folder for its test split, found `test` and `testing`\n",
            "each class must have pictures to learn from, and `", "/photos/train/ape` holds none\n",
            "/photos/train/eel` holds none\n", "must be one of those to learn from, found `dgo`\n",
            "`validation` must hold out at least 1 and fewer than the 2 training pictures of `photos`, found 2\n",
        ] {
            #expect(outcome.output.contains(line), "\(line)\(outcome.output)\(outcome.messages)")
        }
        // Then only comes what the spec says of them.
        #expect(
            outcome.messages.contains("`classes` must be the 4 classes of `photos`, found `2`"), "\(outcome.messages)")
        let result = try Program.netspec.run(["data", "check", "photos.yaml", "--format", "json"], in: folder)
        #expect(result.status == 1 && result.output.contains(#""sound" : false"#), "\(result.output)")
    }

    /// Every line of a list that is wrong is told, and what the others name is read.
    @Test func everythingThatIsWrongWithListsIsTold() throws {
        for (name, seed) in [("1", 3), ("2", 5), ("3", 7)] { try folder.write(png(seed), to: "photos/\(name).png") }
        try folder.write(Array(png(13).dropLast(30)), to: "photos/cut.png")
        try folder.write(
            "path,class\n1.png,cat\n2.png\n2.png,dog\n1.png,dog\n,dog\n9.png,cat\n", to: "photos/train.csv")
        try folder.write("path,class\n3.png,dgo\ncut.png,dog\n", to: "photos/test.csv")
        try folder.write("", to: "photos/validation.csv")
        try folder.write(
            Self.photos.replacing(
                "path: photos",
                with: "path: photos, list: {train: train.csv, validation: validation.csv, test: test.csv}"),
            to: "photos.yaml")
        let outcome = try Program.netspec.run(["data", "check", "photos.yaml"], in: folder)
        #expect(outcome.status == 1)
        for line in [
            "train: 2 pictures of 2 classes, 1 of each\n", "test: 0 pictures of 2 classes",
            "pictures that cannot be used: 1\n", "/photos/cut.png` is cut short",
            "what is wrong with folders, classes, lists and links: 6\n",
            "line 3 of `", "must have 2 columns, found 1\n", "lines 2 and 5 of `",
            "give `1.png` the classes `cat` and `dog`\n",
            "must name a picture and its class, and has no path\n", "/photos/9.png`, which line 7 of `",
            "found `dgo` in line 2 of `", "validation.csv` must name pictures and their classes, and is empty\n",
        ] {
            #expect(outcome.output.contains(line), "\(line)\(outcome.output)\(outcome.messages)")
        }
        try folder.write("path,class\n1.png\n", to: "photos/train.csv")
        try Program.netspec.run(["data", "check", "photos.yaml"], in: folder)
            .expectRefusal(1, "must have 2 columns, found 1")
    }

    /// The skipped pictures of a training, and the classes of a matrix, have names from outside.
    @Test func namesFromOutsideAreMadePrintable() throws {
        for (name, seed) in [("cat/1", 3), ("cat/2", 5), ("do\u{1B}[1mg\n/1", 7), ("do\u{1B}[1mg\n/2", 11)] {
            try folder.write(png(seed), to: "photos/\(name).png")
        }
        try folder.write(Array(png(13).dropLast(30)), to: "photos/cat/\u{1B}[31mcut.png")
        try folder.write(
            """
            netspec: 1
            input: {channels: 3, height: 8, width: 8}
            classes: 2
            network: [linear: {outputs: 2}]
            data: {source: {folder: {path: photos, on-error: skip}}, validation: 1}
            train: {epochs: 1, batch: 2, optimizer: {sgd: {rate: 0.01}}}

            """, to: "photos.yaml")
        let trained = try Program.netspec.run(
            ["train", "photos.yaml", "--run", "run", "--threads", "1", "--no-tune"], in: folder)
        trained.expectSuccess()
        #expect(trained.messages.contains("/photos/cat/\\u{1B}[31mcut.png` is cut short"), "\(trained.messages)")
        #expect(trained.messages.contains("holds no picture out of 1 class"), "\(trained.messages)")
        let evaluated = try Program.netspec.run(["eval", "run", "--threads", "1", "--no-tune"], in: folder)
        evaluated.expectSuccess()
        #expect(evaluated.output.contains("\n1 do\\u{1B}[1mg\\u{A} "), "\(evaluated.output)")
        for text in [trained.output, trained.messages, evaluated.output, evaluated.messages] {
            #expect(!text.contains("\u{1B}"), "\(text)")
        }
    }

    @Test func refusals() throws {
        try check("--threads", "0").expectRefusal(64, "--threads must be from 1 to 1024, found 0")
        try folder.remove("cifar-10-batches-bin/test_batch.bin")
        try check().expectRefusal(1, "lacks `test_batch.bin` of the data set `cifar10`")
        try Program.netspec.run(["data", "chekc", "tiny.yaml"], in: folder).expectRefusal(64)
    }
}
