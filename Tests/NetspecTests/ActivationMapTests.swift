import Foundation
import Netspec
import TestSupport
import Testing

/// Where networks saw what they took pictures for, beside PyTorch with the same weights; `activation_map.py` made the numbers.
@Suite struct ActivationMapTests {
    private struct Expected: Decodable {
        struct Weight: Decodable {
            let name: String
            let shape: [Int]
            let numbers: [Float]
        }

        let height: Int
        let width: Int
        let picture: [UInt8]
        let scores: [Float]
        let mapHeight: Int
        let mapWidth: Int
        let maps: [[Float]]
        let weights: [Weight]
    }

    private let folder: TemporaryFolder
    private let expected: Expected

    init() throws {
        folder = try TemporaryFolder()
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "activation_map.json")
        expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
        try folder.write(
            WeightsFile.bytes(expected.weights.map { ($0.name, $0.shape, $0.numbers) }), to: "w.safetensors")
    }

    private func picture() throws -> Picture {
        try .pixels(expected.picture, height: expected.height, width: expected.width, channels: 3)
    }

    /// Each is the same network, as far as evaluation goes.
    @Test(arguments: [
        "  - global-average-pool\n  - linear: {name: scores, outputs: 3}",
        "  - global-average-pool\n  - dropout: {ratio: 0.4}\n  - flatten\n  - dropout\n  - linear: {name: scores, outputs: 3}",
        "  - average-pool: {kernel: [4, 6]}\n  - linear: {name: scores, outputs: 3}",
        "  - adaptive-average-pool: {size: 1}\n  - linear: {name: scores, outputs: 3}",
    ]) func mapsAreThoseOfPyTorch(ending: String) throws {
        let network = try network(ending: ending)
        for label in 0..<3 {
            let map = try network.activationMap(of: picture(), label: label)
            #expect((map.label, map.height, map.width) == (label, expected.mapHeight, expected.mapWidth))
            for (found, wanted) in zip(map.values, expected.maps[label]) { #expect(abs(found - wanted) < 1e-5) }
            // The identity that makes the map exact.
            #expect(abs(map.score - expected.scores[label]) < 1e-5)
        }
        let best = try #require(expected.scores.indices.max { expected.scores[$0] < expected.scores[$1] })
        #expect(try network.activationMap(of: picture()).label == best)
    }

    /// The maps of the scores themselves, as Network in Network has them: six features, three of which are scores.
    @Test func withoutALinearLayerTheFeaturesAreTheMaps() throws {
        let weights = expected.weights.filter { !$0.name.hasPrefix("scores") }
        try folder.write(WeightsFile.bytes(weights.map { ($0.name, $0.shape, $0.numbers) }), to: "w.safetensors")
        let spec = try network(ending: "  - global-average-pool", classes: 6)
        for label in 0..<6 {
            let map = try spec.activationMap(of: picture(), label: label)
            #expect(map.bias == 0 && map.values.count == expected.mapHeight * expected.mapWidth)
        }
        let scores = try (0..<6).map { Double(try spec.activationMap(of: picture(), label: $0).score) }
        let powers = scores.map { exp($0) }
        let guesses = try spec.classify(picture(), top: 6).guesses
        for guess in guesses {
            #expect(abs(guess.probability - powers[guess.label] / powers.reduce(0, +)) < 1e-6)
        }
    }

    /// - Parameter ending: the layers behind the last feature maps.
    private func network(ending: String, classes: Int = 3) throws -> TrainedNetwork {
        let spec = """
            netspec: 1
            input: {channels: 3, height: 16, width: 24}
            classes: \(classes)
            network:
              - convolution: {name: first, filters: 4, kernel: 3, stride: 2, pad: 1}
              - relu
              - convolution: {name: second, filters: 6, kernel: 3, stride: 2, pad: 1}
              - relu
            \(ending)
            data: {source: {folder: photos}, resize: stretch, normalize: {mean: [0.5, 0.4, 0.3], deviation: [0.25, 0.2, 0.3]}}

            """
        return try TrainedNetwork(
            CheckedSpec(text: spec), weights: folder["w.safetensors"], computing: .init(threads: 1))
    }

    @Test func otherNetworksAreRefusedInWords() throws {
        let weights = expected.weights.map { weight in
            weight.name == "scores.weight"
                ? (weight.name, [3, 144], [Float](repeating: 0.01, count: 432))
                : (weight.name, weight.shape, weight.numbers)
        }
        try folder.write(WeightsFile.bytes(weights), to: "w.safetensors")
        let network = try network(ending: "  - linear: {name: scores, outputs: 3}")
        let error = #expect(throws: NetspecError.self) { try network.activationMap(of: picture()) }
        #expect(
            error?.description.contains("`scores` reads `relu_2`, a `relu`: `global-average-pool` is missing") == true,
            "\(String(describing: error))")
        #expect(throws: NetspecError.self) { try network.activationMap(of: picture(), label: 3) }
    }
}
