import Netspec
import TestSupport
import Testing

/// Networks as another package uses them; the numbers are worked out at `MeanColour`.
@Suite struct TrainedNetworkTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try MeanColour.folder()
    }

    private func network(_ changes: [String] = []) throws -> TrainedNetwork {
        try TrainedNetwork(
            CheckedSpec(file: folder["spec.yaml"], changes: changes), weights: folder["weights.safetensors"],
            computing: .init(threads: 1))
    }

    private func expectRight(_ found: Classification, location: SourceLocation = #_sourceLocation) {
        #expect(found.guesses.map(\.name) == ["bluish", "reddish"], sourceLocation: location)
        for (guess, expected) in zip(found.guesses, MeanColour.probabilities.reversed()) {
            #expect(abs(guess.probability - expected) < 1e-6, sourceLocation: location)
        }
    }

    @Test func aFileItsBytesAndItsPixelsAreOnePicture() throws {
        let network = try network()
        #expect(network.classes == ["reddish", "bluish"] && network.inputShape == [3, 4, 4])
        #expect(network.totals.parameters == 8)
        let file = try network.classify(.file(folder["picture.png"]))
        expectRight(file)
        let bytes = try network.classify(.encoded(folder.bytes("picture.png"), name: "held"))
        #expect(bytes.guesses == file.guesses && bytes.picture == "held")
        let interleaved = (0..<30).flatMap { _ in MeanColour.colour }
        let pixels = try network.classify(.pixels(interleaved, height: 6, width: 5, channels: 3))
        #expect(pixels.guesses == file.guesses)
        #expect(try network.classify(.file(folder["picture.png"]), top: 1).guesses.map(\.label) == [1])
    }

    /// What is resized is resized alike, decoded or not.
    @Test func pixelsAreResizedAsFilesAre() throws {
        let planes = (0..<3 * 9 * 31).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 31 * 3) }
        try folder.write(PNGFile.bytes(planes: planes, channels: 3, height: 9, width: 31), to: "b.png")
        let interleaved = (0..<9 * 31).flatMap { pixel in (0..<3).map { planes[$0 * 9 * 31 + pixel] } }
        let network = try network()
        let file = try network.classify(.file(folder["b.png"]))
        #expect(
            try network.classify(.pixels(interleaved, height: 9, width: 31, channels: 3)).guesses == file.guesses)
    }

    @Test func whatIsNoPictureIsToldBesideTheOthers() throws {
        try folder.write("no picture", to: "bad.png")
        let results = try network().classify([.file(folder["bad.png"]), .file(folder["picture.png"])])
        #expect(results.count == 2)
        guard case .failure(.mistake(let message, _)) = results[0] else {
            Issue.record("\(results[0])")
            return
        }
        #expect(message.contains("bad.png` must be a JPEG, PNG or WebP"))
        expectRight(try results[1].get())
        #expect(throws: NetspecError.self) { try Picture.pixels([1, 2], height: 1, width: 1, channels: 3) }
        #expect(throws: NetspecError.self) { try Picture.pixels([], height: .max, width: 2, channels: 3) }
        #expect(throws: NetspecError.self) {
            try network().classify(.pixels([1], height: 1, width: 1, channels: 1))
        }
    }

    @Test func severalThreadsMayAsk() async throws {
        let network = try network()
        let path = folder["picture.png"]
        try await withThrowingTaskGroup(of: Classification.self) { group in
            for _ in 0..<8 { group.addTask { try network.classify(.file(path)) } }
            for try await found in group { expectRight(found) }
        }
    }

    @Test func mistakesAreTold() throws {
        #expect(throws: NetspecError.self) { try TrainedNetwork(folder["nothing"]) }
        #expect(throws: NetspecError.self) { try TrainedNetwork(folder["weights.safetensors"]) }
        #expect(throws: NetspecError.self) { try network(["classes=3"]) }
    }

    /// The weights say that they were trained on other pictures than the spec has.
    @Test func otherPicturesAreRefusedUnlessMeant() throws {
        let preprocessing =
            #"{"channels":3,"crops":[],"deviation":[1,1,1],"mean":[0.5,0,0],"resize":"cover","size":[4,4]}"#
        try folder.write(
            WeightsFile.bytes(
                [("scores.weight", [2, 3], [1, 0, 0, 0, 0, 1]), ("scores.bias", [2], [0, 0.5])],
                metadata: ["classes": #"["reddish","bluish"]"#, "preprocessing": preprocessing]),
            to: "weights.safetensors")
        let error = #expect(throws: NetspecError.self) { try network() }
        #expect(
            error?.description.contains(
                "must be normalised by `{mean: [0.5, 0.0, 0.0], deviation: [1.0, 1.0, 1.0]}`, as it was trained, and the spec has them "
                    + "normalised by `{mean: [0.0, 0.0, 0.0]") == true, "\(String(describing: error))")
        #expect(throws: Never.self) { try network(["data.normalize.mean=[0, 0, 0]"]) }
        #expect(throws: Never.self) { try network(["data.normalize.mean=[0.5, 0, 0]"]) }
    }
}
