import Datasets
import SpecSyntax
import Tensors
import Testing

/// `augmentation` on a picture of one channel, in training or outside of it.
private func apply(
    _ augmentation: any Augmentation, to picture: [UInt8], shape: Shape, seed: UInt64?
) throws -> [UInt8] {
    var result = [UInt8](repeating: 255, count: try augmentation.outputShape(of: shape).elementCount)
    var random = KeyedRandom(seed: seed ?? 0, purpose: .augmentation)
    picture.withUnsafeBufferPointer { picture in
        result.withUnsafeMutableBufferPointer { target in
            let view = PictureView(picture, shape: shape)
            if seed == nil {
                augmentation.applyInEvaluation(to: view, into: target)
            } else {
                augmentation.apply(to: view, into: target, &random)
            }
        }
    }
    return result
}

@Suite struct AugmentationTests {
    private let picture: [UInt8] = [1, 2, 3, 4, 5, 6]
    private let shape: Shape = [1, 2, 3]

    @Test func cropsEveryPlaceOfThePaddedPicture() throws {
        let crop = RandomCrop(size: Extent(2), padding: Extent(1))
        #expect(try crop.outputShape(of: shape) == [1, 2, 2])
        let rows: [[UInt8]] = [[0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 0, 0, 0, 0]]
        var expected: Set<[UInt8]> = []
        for top in 0..<3 {
            for left in 0..<4 { expected.insert(Array(rows[top][left..<left + 2] + rows[top + 1][left..<left + 2])) }
        }
        let found = Set(try (0..<500).map { try apply(crop, to: picture, shape: shape, seed: $0) })
        #expect(found == expected)
    }

    @Test func cropsEachChannelAlike() throws {
        let crop = RandomCrop(size: Extent(1))
        for seed in 0..<20 as Range<UInt64> {
            let found = try apply(crop, to: [1, 2, 3, 11, 12, 13], shape: [2, 1, 3], seed: seed)
            #expect(found[1] == found[0] + 10)
        }
    }

    @Test(
        arguments: [
            (RandomCrop(size: Extent(height: 2, width: 1)), [2, 5]),
            (RandomCrop(size: Extent(height: 2, width: 3), padding: Extent(2)), [1, 2, 3, 4, 5, 6]),
            (RandomCrop(size: Extent(height: 4, width: 3), padding: Extent(1)), [0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0]),
        ] as [(RandomCrop, [UInt8])]) func cropsTheMiddleOutsideOfTraining(crop: RandomCrop, expected: [UInt8]) throws
    {
        #expect(try apply(crop, to: picture, shape: shape, seed: nil) == expected)
    }

    /// Of the padded picture `0 0 0 0 0 / 0 1 2 3 0 / 0 4 5 6 0 / 0 0 0 0 0`.
    @Test(
        arguments: [
            (.middle, [1, 2, 4, 5]), (.topLeft, [0, 0, 0, 1]), (.topRight, [0, 0, 3, 0]), (.bottomLeft, [0, 4, 0, 0]),
            (.bottomRight, [6, 0, 0, 0]),
        ] as [(CropPlace, [UInt8])]) func evaluationCanCutCorners(place: CropPlace, expected: [UInt8]) throws
    {
        let crop = RandomCrop(size: Extent(2), padding: Extent(1))
        let settings = try #require(
            DataSettings(source: SyntheticShapes(), augmentations: [HorizontalFlip(), crop]).cutting(at: place))
        #expect(settings.augmentations.count == 2)
        #expect(try apply(settings.augmentations[1], to: picture, shape: shape, seed: nil) == expected)
        #expect(DataSettings(source: SyntheticShapes(), augmentations: [HorizontalFlip()]).cutting(at: place) == nil)
        let whole = RandomCrop(size: Extent(32))
        #expect(DataSettings(source: SyntheticShapes(), augmentations: [whole]).cutting(at: place) == nil)
    }

    @Test func saysWhyAWindowDoesNotFit() {
        let crop = RandomCrop(size: Extent(height: 5, width: 3), padding: Extent(1))
        let error = #expect(throws: DataError.self) { try crop.outputShape(of: shape) }
        #expect(error?.message == "`size` of `random-crop` must fit into the padded picture's 4×5, found [5, 3]")
        let padded = RandomCrop(size: Extent(1), padding: Extent(3))
        #expect(throws: DataError.self) { try padded.outputShape(of: shape) }
    }

    @Test func mirrorsLeftForRight() throws {
        #expect(
            try apply(HorizontalFlip(probability: 1), to: picture, shape: shape, seed: 3) == [3, 2, 1, 6, 5, 4])
        #expect(try apply(HorizontalFlip(probability: 0), to: picture, shape: shape, seed: 3) == picture)
        #expect(try apply(HorizontalFlip(probability: 1), to: picture, shape: shape, seed: nil) == picture)
    }

    @Test func mirrorsAsOftenAsAsked() throws {
        let flips = try (0..<2000).count {
            try apply(HorizontalFlip(probability: 0.25), to: picture, shape: shape, seed: $0) != picture
        }
        #expect((430...570).contains(flips))
    }
}
