import Foundation
import TestSupport
import Testing

/// A trained network as one file.
struct PackTests {
    private let folder: TemporaryFolder

    /// A finished run, `run`, and a picture.
    init() throws {
        folder = try TinySpec.folderWithRun()
        let planes = (0..<3 * 40 * 36).map { UInt8(truncatingIfNeeded: $0 * 11 + $0 / 36 * 5) }
        try folder.write(PNGFile.bytes(planes: planes, channels: 3, height: 40, width: 36), to: "a.png")
    }

    private func netspec(_ arguments: String...) throws -> Outcome { try Program.netspec.run(arguments, in: folder) }

    private func pictures(_ network: String...) throws -> String {
        let outcome = try Program.netspec.run(
            ["predict"] + network + ["a.png", "--threads", "1", "--top", "10", "--format", "csv"], in: folder)
        outcome.expectSuccess()
        return outcome.output
    }

    @Test func whatIsPackedComputesTheSameBits() throws {
        let packed = try netspec("pack", "run")
        packed.expectSuccess()
        #expect(packed.output.hasPrefix("wrote tiny.safetensors, "))
        try netspec("pack", "run", "--output", "again").expectSuccess()
        #expect(try folder.bytes("again") == folder.bytes("tiny.safetensors"))
        let expected = try pictures("run")
        let evaluated = try netspec("eval", "run", "--threads", "1", "--format", "json")
        try folder.remove("run")
        try folder.remove("tiny.yaml")
        #expect(try pictures("tiny.safetensors") == expected)
        #expect(try pictures("again") == expected)
        let found = try netspec("eval", "tiny.safetensors", "--threads", "1", "--format", "json")
        found.expectSuccess()
        #expect(found.output == evaluated.output)
    }

    /// The layout is read here without netspec, as https://github.com/huggingface/safetensors has it.
    @Test func itSaysWhatItIsAndWhereFrom() throws {
        try netspec("pack", "run", "--output", "w").expectSuccess()
        let header = try header("w")
        let metadata = try #require(header["__metadata__"] as? [String: String])
        #expect(metadata["spec"] == (try folder.text("run/spec.yaml")))
        #expect(metadata["classes"]?.hasPrefix("[\"") == true)
        let preprocessing = try object(metadata["preprocessing"])
        #expect(preprocessing["size"] as? [Int] == [32, 32] && preprocessing["channels"] as? Int == 3)
        let origin = try object(metadata["origin"])
        #expect(origin["run"] as? String == "run" && origin["weights"] as? String == "step-00000008.safetensors")
        #expect(origin["step"] as? Int == 8 && origin["epoch"] as? Int == 1)
        let weights = try self.header("run/checkpoints/step-00000008.safetensors")
        let own = try #require(weights["__metadata__"] as? [String: String])
        #expect(origin["checksum"] as? String == own["crc32"])
        #expect(own["preprocessing"] == metadata["preprocessing"])
        #expect(Set(header.keys).subtracting(["__metadata__"]) == Set(weights.keys).subtracting(["__metadata__"]))
    }

    private func header(_ name: String) throws -> [String: Any] {
        let bytes = try folder.bytes(name)
        let length = bytes[..<8].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        return try object(String(decoding: bytes[8..<8 + length], as: UTF8.self))
    }

    private func object(_ text: String?) throws -> [String: Any] {
        let text = try #require(text)
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// 162 numbers: 4 bytes each, or 2.
    @Test func halfTheBytes() throws {
        try netspec("pack", "run", "--output", "whole").expectSuccess()
        try netspec("pack", "run", "--output", "half", "--precision", "bfloat16").expectSuccess()
        func dataCount(_ name: String) throws -> Int {
            let bytes = try folder.bytes(name)
            return bytes.count - 8 - bytes[..<8].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        }
        #expect(try dataCount("whole") == 4 * TinySpec.parameters)
        #expect(try dataCount("half") == 2 * TinySpec.parameters)
        #expect(try pictures("half").hasPrefix("path,rank,class,label,probability\na.png,1,"))
    }

    @Test func theBestWeightsOrThoseOfAFile() throws {
        try netspec("pack", "run", "--best", "--output", "best").expectSuccess()
        #expect(try pictures("best") == pictures("run", "--best"))
        let file = "run/checkpoints/step-00000008.safetensors"
        try netspec("pack", "tiny.yaml", "--weights", file, "--output", "own").expectSuccess()
        #expect(try pictures("own") == pictures("run"))
        try netspec("pack", "own", "--best").expectRefusal(1, "`own` has one set of weights")
    }

    @Test func nothingIsReplacedUnasked() throws {
        try netspec("pack", "run", "--best").expectSuccess()
        let before = try folder.bytes("tiny.safetensors")
        try netspec("pack", "run", "--precision", "bfloat16")
            .expectRefusal(1, "`tiny.safetensors` is there already", "--force", "--output")
        #expect(try folder.bytes("tiny.safetensors") == before)
        try netspec("pack", "run", "--precision", "bfloat16", "--force").expectSuccess()
        #expect(try folder.bytes("tiny.safetensors") != before)
        try netspec("pack", "run", "--output", "none/w").expectRefusal(2, "cannot write `none/w`")
    }

    /// What a run consists of, what it began with, and anything else that a mistyped name may meet.
    @Test(arguments: [
        "run/spec.yaml", "run/metrics.jsonl", "run/checkpoints/step-00000008.safetensors", "tiny.yaml", "other.txt",
    ]) func onlyAPackedFileIsReplaced(file: String) throws {
        try folder.write("mine", to: "other.txt")
        let before = try folder.bytes(file)
        for force in [[], ["--force"]] {
            try Program.netspec.run(["pack", "run", "--output", file] + force, in: folder)
                .expectRefusal(1, "`\(file)` must be new or a file that `netspec pack` wrote", "choose another name")
        }
        #expect(try folder.bytes(file) == before)
    }

    @Test func damageShows() throws {
        try netspec("pack", "run", "--output", "w.safetensors").expectSuccess()
        let whole = try folder.bytes("w.safetensors")
        for place in [9, whole.count / 3, whole.count / 2, whole.count - 1] {
            var bent = whole
            bent[place] ^= 4
            try folder.write(bent, to: "bent.safetensors")
            try netspec("predict", "bent.safetensors", "a.png").expectRefusal(1, "`bent.safetensors`")
        }
        for count in [0, 7, 8, 100, whole.count - 1] {
            try folder.write(Array(whole[..<count]), to: "cut.safetensors")
            try netspec("predict", "cut.safetensors", "a.png").expectRefusal(1, "`cut.safetensors`")
        }
    }

    /// Files that others made, to mislead.
    @Test func whatIsNotPackedIsTold() throws {
        try netspec("predict", "run/checkpoints/step-00000008.safetensors", "a.png").expectRefusal(
            1, "must be a file that `netspec pack` wrote", "--weights")
        let spec = TinySpec.text
        for (metadata, words) in [
            (["netspec-packed": "2", "spec": spec], "must be packed in version 1, and is in `2`"),
            (["netspec-packed": "1", "spec": spec], "must have a checksum"),
            (["netspec-packed": "1"], "must be a file that `netspec pack` wrote"),
        ] {
            try folder.write(WeightsFile.bytes([("a", [1], [0])], metadata: metadata), to: "made")
            try netspec("predict", "made", "a.png").expectRefusal(1, words)
        }
    }

    /// What is there and cannot be read is not taken for what is left out, whatever the checksum.
    @Test func metadataThatCannotBeReadAreDamage() throws {
        try netspec("pack", "run", "--output", "w").expectSuccess()
        let outer = try header("w")
        let known = try #require(outer["__metadata__"] as? [String: String])
        let preprocessing = try #require(known["preprocessing"])
        for (key, text) in [
            ("classes", "x"), ("classes", "{}"), ("classes", "[\"a\",1]"), ("classes", "null"), ("preprocessing", "x"),
            ("preprocessing", "{}"), ("preprocessing", preprocessing.replacing("\"size\":[", with: "\"size\":[\"x\",")),
        ] {
            try folder.write(try signed(outer, known.merging([key: text]) { $1 }), to: "forged")
            try netspec("predict", "forged", "a.png")
                .expectRefusal(1, "`forged` is damaged: `\(key)` in its metadata cannot be read", "pack the run again")
        }
        try folder.write(try signed(outer, known), to: "forged")
        try netspec("predict", "forged", "a.png", "--threads", "1").expectSuccess()
    }

    /// The numbers of `w` under a header with these metadata, and the checksum that belongs to it: the CRC-32 of the file with zeros in
    /// its place.
    private func signed(_ header: [String: Any], _ metadata: [String: String]) throws -> [UInt8] {
        let whole = try folder.bytes("w")
        let length = whole[..<8].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        var header = header
        header["__metadata__"] = metadata.merging(["crc32": "00000000"]) { $1 }
        let bytes = [UInt8](try JSONSerialization.data(withJSONObject: header, options: .withoutEscapingSlashes))
        let opened = withUnsafeBytes(of: UInt64(bytes.count).littleEndian, Array.init) + bytes
        let digits = String(PNGFile.checksum(opened + whole[(8 + length)...]), radix: 16)
        let crc = String(repeating: "0", count: 8 - digits.count) + digits
        let text = String(decoding: bytes, as: UTF8.self)
            .replacing("\"crc32\":\"00000000\"", with: "\"crc32\":\"\(crc)\"")
        return opened[..<8] + Array(text.utf8) + whole[(8 + length)...]
    }

    @Test func namesThatLookLikeOptions() throws {
        for (name, file) in [("-x", "./-x.safetensors"), ("../x/y", "./---x-y.safetensors"), ("x", "x.safetensors")] {
            let packed = try netspec("pack", "run", "--set", "name=\"\(name)\"")
            packed.expectSuccess()
            #expect(packed.output.hasPrefix("wrote \(file), "), "\(packed.output)")
            try netspec("predict", file, "a.png", "--threads", "1").expectSuccess()
        }
    }

    /// Where the remedy is not room on the disk, it is not said to be.
    @Test func whereNoFileCanBeWritten() throws {
        for (output, words) in [
            ("run", "name a file that is no folder, device or pipe"), ("run/", "name a file that is no folder"),
            ("/dev/null", "name a file that is no folder"), ("none/w", "make the folder `none` first, or name another"),
            ("a.png/w", "`a.png` is no folder"),
        ] {
            for more in [[], ["--force"]] {
                let refused = try Program.netspec.run(["pack", "run", "--output", output] + more, in: folder)
                refused.expectRefusal(2, "cannot write `\(output)`", words)
                #expect(!refused.messages.contains("room"), "\(refused.messages)")
            }
        }
        try netspec("report", "run", "--output", "run").expectRefusal(2, "cannot write `run`", "no folder")
        try netspec("pack", "run", "-o", "-").expectRefusal(64, "must be named, found `-`", "`./-`")
        #expect(!folder.exists("-"))
    }
}
