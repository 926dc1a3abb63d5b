import Datasets
import Recipes
import Tensors
import Testing

/// Three pictures `[1, 2, 2]` of classes 4, 5 and 6, picture `n` all `n + 1`, and room for a fourth.
private func batch(index: Int = 0, epoch: Int = 0) throws -> Batch {
    var batch = try Batch(size: 4, pictureShape: [1, 2, 2], classCount: 7, seed: 3)
    (batch.count, batch.index, batch.epoch) = (3, index, epoch)
    for place in 0..<3 { batch.set(place, to: Target(4 + place), sample: 10 + place) }
    batch.withMutablePixels { pixels in
        for place in 0..<12 { pixels[place] = Float(place / 4 + 1) }
    }
    return batch
}

@Suite struct MixtureTests {
    @Test func mixUpAddsThePictureBefore() throws {
        var mixed = try batch()
        try mixed.mix(by: [MixUp(alpha: 1)], shape: [1, 2, 2])
        let share = mixed.targets[0].otherShare
        #expect(share > 0 && share < 1)
        let expected = [(1, 3), (2, 1), (3, 2)].flatMap { own, other in
            [Float](repeating: (1 - share) * Float(own) + share * Float(other), count: 4)
        }
        #expect(mixed.pixels == expected + [0, 0, 0, 0])
        #expect(
            mixed.targets == [
                Target(4, mixedWith: 6, share: share), Target(5, mixedWith: 4, share: share),
                Target(6, mixedWith: 5, share: share), 0,
            ])
        #expect(mixed.samples == [10, 11, 12, -1])
    }

    @Test func aWindowIsPutIn() throws {
        var picture: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
        let other: [Float] = (0..<12).map { -Float($0) }
        let window = CutWindow(shape: [2, 2, 3], rows: 1..<2, columns: 1..<3)
        picture.withUnsafeMutableBufferPointer { picture in
            other.withUnsafeBufferPointer { window.mix(picture, with: $0) }
        }
        #expect(picture == [1, 2, 3, 4, -4, -5, 7, 8, 9, 10, -10, -11])
        #expect(window.share == Float(2) / 6)
    }

    /// The part of the area of windows whose middle is any pixel, each side `√(1 − λ)` of the picture's.
    @Test func cutMixTellsThePartThatWasPutIn() throws {
        var shares: [Float] = []
        for index in 0..<200 {
            var random = KeyedRandom(seed: 1, purpose: .mixing, index)
            let drawn = CutMix().draw(for: [3, 16, 12], &random)
            let white = [Float](repeating: 1, count: 576)
            var black = [Float](repeating: 0, count: 576)
            black.withUnsafeMutableBufferPointer { black in
                white.withUnsafeBufferPointer { drawn.mix(black, with: $0) }
            }
            #expect(abs(black.reduce(0, +) / 576 - drawn.share) < 1e-6)
            shares.append(drawn.share)
        }
        #expect(Set(shares).count > 30)
    }

    @Test func dependsOnTheBatchAlone() throws {
        func share(index: Int, epoch: Int) throws -> Float {
            var mixed = try batch(index: index, epoch: epoch)
            try mixed.mix(by: [MixUp(alpha: 1), CutMix()], shape: [1, 2, 2])
            return mixed.targets[0].otherShare
        }
        #expect(try share(index: 2, epoch: 1) == share(index: 2, epoch: 1))
        #expect(Set(try (0..<20).map { try share(index: $0, epoch: 0) }).count > 5)
        #expect(Set(try (0..<20).map { try share(index: 0, epoch: $0) }).count > 5)
    }

    @Test func mixesAsOftenAsAsked() throws {
        let mixed = try (0..<400).count { index in
            var batch = try batch(index: index)
            try batch.mix(by: [MixUp(alpha: 1, probability: 0.25)], shape: [1, 2, 2])
            return batch.targets[0] != 4
        }
        #expect((70...130).contains(mixed))
        var untouched = try batch()
        try untouched.mix(by: [], shape: [1, 2, 2])
        #expect(untouched.targets[0] == 4)
    }

    /// Mean ½ and variance `1 / (4 (2α + 1))`.
    @Test(arguments: [0.2, 1, 4]) func betaDrawsHaveTheirMoments(alpha: Double) {
        var random = KeyedRandom(seed: 5, purpose: .mixing)
        let draws = (0..<20_000).map { _ in random.beta(alpha) }
        let mean = draws.reduce(0, +) / 20_000
        let variance = draws.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / 20_000
        #expect(draws.allSatisfy { (0...1).contains($0) })
        #expect(abs(mean - 0.5) < 0.015)
        #expect(abs(variance * 4 * (2 * alpha + 1) - 1) < 0.05)
    }
}
