import Foundation
import TestSupport
import Testing

/// What a network says of pictures of a user's.
///
/// The network is the mean of each colour, of a byte `b` the number `b / 255`, and two scores: `red` and `blue + 0.5`. Of the colour (51, 102,
/// 204) these are 0.2 and 1.3, and softmax makes them 1 / (1 + e^1.1) = 0.24973989 and 0.75026011.
struct PredictTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            netspec: 1
            input: {channels: 3, height: 4, width: 4}
            classes: 2
            network:
              - global-average-pool
              - linear: {name: scores, outputs: "${classes}"}
            data: {source: {folder: photos}, normalize: {mean: [0, 0, 0], deviation: [1, 1, 1]}}

            """, to: "spec.yaml")
        try write(weights: #"["reddish","blue, \"deep\""]"#)
        try picture("a.png", height: 4, width: 4)
        try picture("many/b.png", height: 9, width: 31)
        try picture("many/c.png", height: 30, width: 8, colour: [255, 0, 0])
    }

    private func picture(_ name: String, height: Int, width: Int, colour: [UInt8] = [51, 102, 204]) throws {
        let planes = colour.flatMap { [UInt8](repeating: $0, count: height * width) }
        try folder.write(PNGFile.bytes(planes: planes, channels: 3, height: height, width: width), to: name)
    }

    /// - Parameters:
    ///   - classes: JSON; nil for weights that name none.
    ///   - numbers: the first weights, row by row, and behind the last the biases; the rest is 0.
    private func write(
        weights classes: String?, outputs: Int = 2, numbers: [Float] = [1, 0, 0, 0, 0, 1, 0, 0.5]
    ) throws {
        let metadata = classes.map { classes in
            "\"__metadata__\":{\"classes\":\"\(classes.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"},"
        }
        let header =
            "{\(metadata ?? "")"
            + "\"scores.weight\":{\"dtype\":\"F32\",\"shape\":[\(outputs),3],\"data_offsets\":[0,\(12 * outputs)]},"
            + "\"scores.bias\":{\"dtype\":\"F32\",\"shape\":[\(outputs)],\"data_offsets\":[\(12 * outputs),\(16 * outputs)]}}"
        var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8)
        let padded = numbers + [Float](repeating: 0, count: 4 * outputs - numbers.count)
        for number in padded { bytes += withUnsafeBytes(of: number.bitPattern.littleEndian, Array.init) }
        try folder.write(bytes, to: "weights.safetensors")
    }

    private func predict(_ arguments: String...) throws -> Outcome {
        try Program.netspec.run(
            ["predict", "spec.yaml", "--weights", "weights.safetensors", "--threads", "1"] + arguments, in: folder)
    }

    @Test func probabilitiesAreThoseOfTheNetwork() throws {
        let result = try predict("a.png", "many", "--format", "json").object()
        let pictures = try #require(result["pictures"] as? [[String: Any]])
        #expect(pictures.map { $0["path"] as? String } == ["a.png", "many/b.png", "many/c.png"])
        // (1, 0, 0) scores 1 and 0.5: 1 / (1 + e^−0.5) = 0.62245933.
        for (picture, expected) in zip(pictures, [(1, 0.75026011), (1, 0.75026011), (0, 0.62245933)]) {
            let top = try #require(picture["top"] as? [[String: Any]])
            #expect(top.map { $0["label"] as? Int } == [expected.0, 1 - expected.0])
            let found = try top.map { try #require($0["probability"] as? Double) }
            #expect(abs(found[0] - expected.1) < 1e-6 && abs(found[1] - (1 - expected.1)) < 1e-6, "\(found)")
        }
        #expect(result["classes"] as? [String] == ["reddish", "blue, \"deep\""])
        #expect((result["refused"] as? [Any])?.isEmpty ?? false)
    }

    @Test func eachFormatTellsTheSame() throws {
        #expect(try predict("a.png").output == "a.png\n   75.03 %  blue, \"deep\"\n   24.97 %  reddish\n")
        let lines = try predict("a.png", "--top", "1", "--format", "csv").output.split(separator: "\n")
        #expect(lines.count == 2 && lines[0] == "path,rank,class,label,probability")
        #expect(lines[1].hasPrefix(#"a.png,1,"blue, ""deep""",1,0.7502"#))
    }

    /// The others are told of all the same.
    @Test func whatIsNoPictureIsNamed() throws {
        try folder.write("no picture", to: "many/bad.png")
        let outcome = try predict("many", "--format", "csv", "--top", "1")
        #expect(outcome.status == 1)
        #expect(outcome.output.split(separator: "\n").count == 3)
        #expect(outcome.messages.contains("`many/bad.png` must be a JPEG, PNG or WebP"))
    }

    /// Paths that lead nowhere, and folders without pictures, keep nobody from the rest.
    @Test func whatIsNotThereIsNamed() throws {
        try folder.write("text", to: "empty/read.me")
        let outcome = try predict("none.png", "a.png", "", "empty", "many", "--format", "csv", "--top", "1")
        #expect(outcome.status == 1)
        #expect(outcome.output.split(separator: "\n").count == 4, "\(outcome.output)")
        let missing = [
            "error: there is no file or folder `none.png`", "error: there is no file or folder ``",
            "error: `empty` must hold pictures",
        ]
        for words in missing { #expect(outcome.messages.contains(words), "\(outcome.messages)") }
        let report = try predict("none.png", "a.png", "--format", "json").object()
        let refused = try #require(report["refused"] as? [[String: Any]])
        #expect(refused.map { $0["path"] as? String } == ["none.png"])
        // All of them, where there is nothing else.
        try predict("none.png", "empty").expectRefusal(1, "`none.png`", "`empty` must hold pictures")
    }

    /// What is met on the way to the pictures is named, and keeps none of them.
    @Test func linksThatLeadBackAreNamed() throws {
        try folder.link("many/loop", to: "../many")
        try folder.link("many/self.png", to: "self.png")
        try folder.write("", to: "many/\u{1B}[31mempty.png")
        let outcome = try predict("many", "--format", "csv", "--top", "1")
        #expect(outcome.status == 1)
        #expect(outcome.output.split(separator: "\n").count == 3, "\(outcome.output)")
        for words in [
            "error: `many/loop` is a link to a folder in which it lies",
            "error: `many/self.png` is a link that leads back to itself",
            "error: `many/\\u{1B}[31mempty.png` must be a JPEG, PNG or WebP, and is empty",
        ] {
            #expect(outcome.messages.contains(words), "\(outcome.messages)")
        }
        try predict("many/self.png").expectRefusal(1, "`many/self.png` is a link that leads back to itself")
        // Further down, with another folder behind it; and where there is nothing else.
        try folder.write(try folder.bytes("a.png"), to: "deep/inner/a.png")
        try folder.link("deep/inner/back", to: "../../deep")
        let deep = try predict("deep", "a.png", "--format", "csv", "--top", "1")
        #expect(deep.status == 1 && deep.output.split(separator: "\n").count == 3, "\(deep.output)")
        #expect(deep.messages.contains("error: `deep/inner/back` is a link to a folder in which it lies"))
        try folder.remove("deep/inner/a.png")
        try predict("deep").expectRefusal(1, "`deep/inner/back` is a link to a folder in which it lies")
    }

    @Test func mistakesOfTheUserAreTold() throws {
        try predict("none.png").expectRefusal(1, "there is no file or folder `none.png`")
        try folder.write("text", to: "empty/read.me")
        try predict("empty").expectRefusal(1, "`empty` must hold pictures")
        try predict().expectRefusal(64, "<picture>")
        try predict("a.png", "--top", "0").expectRefusal(64, "--top must be at least 1")
    }

    @Test func weightsWithoutNamesNumberTheClasses() throws {
        try write(weights: nil)
        let outcome = try predict("a.png", "--top", "1")
        #expect(outcome.output == "a.png\n   75.03 %  class 1\n")
        #expect(outcome.messages.contains("does not say what the classes are called"))
        try write(weights: #"["one"]"#)
        try predict("a.png").expectRefusal(1, "must name the network's 2 classes, and names 1")
    }

    /// A set whose pictures have one size is shown the middle of any other in that size, with the set's own normalisation: 51 / 255
    /// becomes (0.2 − 0.4914) / 0.2470 = −1.17975709, the one score that is not 0, and softmax 0.30735338 / 9.30735338 of it.
    @Test func picturesAreBroughtToTheSizeOfTheSet() throws {
        try folder.write(
            """
            netspec: 1
            input: {channels: 3, height: 28, width: 28}
            classes: 10
            network: [global-average-pool, {linear: {name: scores, outputs: "${classes}"}}]
            data: {source: cifar10, augment: [{random-crop: {size: 28}}]}

            """, to: "spec.yaml")
        try write(weights: nil, outputs: 10, numbers: [1])
        let result = try predict("a.png", "many/b.png", "--top", "10", "--format", "json").object()
        for picture in try #require(result["pictures"] as? [[String: Any]]) {
            let top = try #require(picture["top"] as? [[String: Any]])
            #expect(top.map { $0["label"] as? Int } == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0])
            let last = try #require(top.last?["probability"] as? Double)
            #expect(abs(last - 0.30735338 / 9.30735338) < 1e-6, "\(last)")
        }
    }

    /// The picture is one colour, so its map is one number, and every pixel of the overlay the same.
    @Test func explanationsAreWrittenAndReplaceNothing() throws {
        let first = try predict("a.png", "many/c.png", "--explain", "why", "--format", "json").object()
        let pictures = try #require(first["pictures"] as? [[String: Any]])
        #expect(
            pictures.map { $0["explanation"] as? String } == ["why/a-blue---deep-.png", "why/c-reddish.png"])
        let picture = try folder.bytes("why/a-blue---deep-.png")
        // 512 × 256: twice the least side, 64 times 4.
        #expect(Array(picture[16..<24]) == [0, 0, 2, 0, 0, 0, 1, 0])
        let again = try predict("a.png", "--explain", "why")
        #expect(again.output.hasSuffix("   see why/a-blue---deep--2.png\n"))
        #expect(try folder.bytes("why/a-blue---deep-.png") == picture)
        try folder.write("a file", to: "file")
        #expect(try predict("a.png", "--explain", "file").status == 2)
    }

    @Test func networksThatEndOtherwiseAreNotExplained() throws {
        try folder.write(
            """
            netspec: 1
            input: {channels: 3, height: 4, width: 4}
            classes: 2
            network:
              - max-pool: {name: largest, kernel: 4}
              - linear: {name: scores, outputs: "${classes}"}
            data: {source: {folder: photos}, normalize: {mean: [0, 0, 0], deviation: [1, 1, 1]}}

            """, to: "spec.yaml")
        try predict("a.png", "--explain", "why").expectRefusal(
            1, "`scores` reads `largest`, a `max-pool`: `global-average-pool` is missing")
        #expect(!folder.exists("why"))
    }
}
