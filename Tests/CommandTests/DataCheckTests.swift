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
            "pictures that are the same as an earlier one: 100 (20 in another split, 1 of another class)",
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
        let same = try #require(result["same"] as? [[String: Any]])
        #expect(same.count == 100)
        let other = same.filter { $0["sameClass"] as? Bool == false }
        #expect(other.count == 1 && other[0]["picture"] as? Int == 19 && other[0]["split"] as? String == "test")
    }

    /// Of a folder every file that cannot be used is named, and not only the first; and the exit code is 1.
    @Test func folderWithDamagedPictures() throws {
        func png(_ seed: Int) -> [UInt8] {
            let planes = (0..<3 * 64).map { UInt8(truncatingIfNeeded: $0 * $0 * seed) }
            return PNGFile.bytes(planes: planes, channels: 3, height: 8, width: 8)
        }
        for (name, seed) in [("cat/1", 3), ("cat/2", 5), ("dog/1", 7), ("dog/2", 11)] {
            try folder.write(png(seed), to: "photos/\(name).png")
        }
        try folder.write(png(3), to: "photos/dog/copy.png")
        try folder.write(Array(png(13).dropLast(30)), to: "photos/cat/cut.png")
        try folder.write(Array(png(17).dropLast(1)), to: "photos/dog/cut.png")
        try folder.write(
            """
            netspec: 1
            input: {channels: 3, height: 8, width: 8}
            classes: 2
            network: [linear: {outputs: 2}]
            data: {source: {folder: {path: photos}}}

            """, to: "photos.yaml")
        for policy in ["stop", "skip"] {
            let outcome = try Program.netspec.run(
                ["data", "check", "photos.yaml", "--set", "data.source.folder.on-error=\(policy)"], in: folder)
            #expect(outcome.status == 1)
            for line in [
                "pictures that cannot be used: 2\n", "photos/cat/cut.png` is cut short: it ends at byte ",
                "photos/dog/cut.png` is cut short: it ends at byte ",
                "pictures that are the same as an earlier one: 1 (0 in another split, 1 of another class)",
                "`dog/copy.png` and `cat/1.png`, of different classes",
            ] {
                #expect(outcome.output.contains(line), "\(outcome.output)\n\(outcome.messages)")
            }
        }
    }

    @Test func refusals() throws {
        try check("--threads", "0").expectRefusal(64, "--threads must be from 1 to 1024, found 0")
        try folder.remove("cifar-10-batches-bin/test_batch.bin")
        try check().expectRefusal(1, "lacks `test_batch.bin` of the data set `cifar10`")
        try Program.netspec.run(["data", "chekc", "tiny.yaml"], in: folder).expectRefusal(64)
    }
}
