import Pixels
import Recipes
import SpecSyntax
import Tensors
import Testing

/// `augmentation` on a picture, in training or outside of it.
func apply(
    _ augmentation: any Augmentation, to picture: [UInt8], shape: Shape, seed: UInt64?, epoch: Int = 0, sample: Int = 0
) throws -> [UInt8] {
    var result = [UInt8](repeating: 255, count: try augmentation.outputShape(of: shape).elementCount)
    var draws = PictureDraws(seed: seed ?? 0, epoch: epoch, sample: sample, place: 0)
    picture.withUnsafeBufferPointer { picture in
        result.withUnsafeMutableBufferPointer { target in
            let view = PictureView(picture, shape: shape)
            if seed == nil {
                augmentation.applyInEvaluation(to: view, into: target)
            } else {
                augmentation.apply(to: view, into: target, &draws)
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

    @Test func mirrorsTopForBottom() throws {
        #expect(
            try apply(VerticalFlip(probability: 1), to: picture, shape: shape, seed: 3) == [4, 5, 6, 1, 2, 3])
        #expect(try apply(VerticalFlip(probability: 0), to: picture, shape: shape, seed: 3) == picture)
    }

    /// Every picture is shown both ways in two epochs, and in each epoch about half of them are mirrored.
    @Test func alternatesFromEpochToEpoch() throws {
        var flips = 0
        for sample in 0..<400 {
            let shown = try (0..<4).map {
                try apply(AlternatingFlip(), to: picture, shape: shape, seed: 7, epoch: $0, sample: sample)
            }
            #expect(shown[0] == shown[2] && shown[1] == shown[3])
            #expect(Set([shown[0], shown[1]]) == [picture, [3, 2, 1, 6, 5, 4]])
            flips += shown[0] == picture ? 0 : 1
        }
        #expect((150...250).contains(flips))
    }

    /// Rows of the padded picture as `torch.nn.functional.pad` makes them with `reflect` and `replicate`.
    @Test(
        arguments: [
            (.reflect, [[5, 4, 5, 6, 5], [2, 1, 2, 3, 2], [5, 4, 5, 6, 5], [2, 1, 2, 3, 2]]),
            (.edge, [[1, 1, 2, 3, 3], [1, 1, 2, 3, 3], [4, 4, 5, 6, 6], [4, 4, 5, 6, 6]]),
        ] as [(RandomCrop.Filling, [[UInt8]])]) func fillsWhatIsPutAround(filling: RandomCrop.Filling, rows: [[UInt8]])
        throws
    {
        let crop = RandomCrop(size: Extent(2), padding: Extent(1), filling: filling)
        var expected: Set<[UInt8]> = []
        for top in 0..<3 {
            for left in 0..<4 { expected.insert(Array(rows[top][left..<left + 2] + rows[top + 1][left..<left + 2])) }
        }
        #expect(Set(try (0..<500).map { try apply(crop, to: picture, shape: shape, seed: $0) }) == expected)
    }

    @Test func mirrorImagesNeedALargerPicture() {
        let crop = RandomCrop(size: Extent(2), padding: Extent(2), filling: .reflect)
        let error = #expect(throws: DataError.self) { try crop.outputShape(of: shape) }
        #expect(error?.help == "write `pad: 1` or less")
    }

    @Test func cutoutCoversASquareThatMayReachOutside() throws {
        let black = [UInt8](repeating: 0, count: 2 * 5 * 5)
        var covered: Set<Int> = []
        for seed in 0..<300 as Range<UInt64> {
            let found = try apply(Cutout(size: Extent(3), shade: 9), to: black, shape: [2, 5, 5], seed: seed)
            #expect(Array(found[..<25]) == Array(found[25...]))
            let places = (0..<25).filter { found[$0] == 9 }
            let (rows, columns) = (Set(places.map { $0 / 5 }), Set(places.map { $0 % 5 }))
            #expect(places.count == rows.count * columns.count)
            #expect((2...3).contains(rows.count) && (2...3).contains(columns.count))
            covered.formUnion(places)
        }
        #expect(covered.count == 25)
    }

    @Test func windowsOfRandomSizeStayInTheirRange() throws {
        let white = [UInt8](repeating: 77, count: 3 * 40 * 30)
        let crop = RandomResizedCrop(size: Extent(height: 8, width: 6))
        #expect(crop.outputShape(of: [3, 40, 30]) == [3, 8, 6])
        for seed in 0..<50 as Range<UInt64> {
            #expect(try apply(crop, to: white, shape: [3, 40, 30], seed: seed).allSatisfy { $0 == 77 })
        }
        // No window has the shape of two columns, so the largest in the middle is taken, three rows: 0, 150 and 150 on the
        // mean of both, weighted by 2, 3 and 2 of 7.
        let narrow = RandomResizedCrop(size: Extent(1), scale: NumberPair(1, 1))
        let column = (0..<40).map { place -> UInt8 in
            guard (18..<22).contains(place) else { return 0 }
            return place % 2 == 0 ? 100 : 200
        }
        #expect(try apply(narrow, to: column, shape: [1, 20, 2], seed: 1) == [107])
    }

    /// Of one pixel no window has a shape so narrow; 0.3 of its width is still one pixel.
    @Test(arguments: [(0.05, 0.3), (5.0, 20.0)]) func aWindowOfTinyPicturesHasAPixel(least: Double, most: Double) throws
    {
        let crop = RandomResizedCrop(size: Extent(2), ratio: NumberPair(least, most))
        #expect(try apply(crop, to: [7], shape: [1, 1, 1], seed: 1) == [7, 7, 7, 7])
    }

    @Test func showsTheMiddleOutsideOfTraining() throws {
        let picture: [UInt8] = (0..<16).map { UInt8($0 * 10) }
        let whole = RandomResizedCrop(size: Extent(4))
        #expect(try apply(whole, to: picture, shape: [1, 4, 4], seed: nil) == picture)
        let half = RandomResizedCrop(size: Extent(2), central: 0.5)
        #expect(try apply(half, to: picture, shape: [1, 4, 4], seed: nil) == [50, 60, 90, 100])
    }

    @Test func coloursNeedOneChannelOrThree() {
        for augmentation in [ColorJitter(hue: 0.1), TrivialAugment()] as [any Augmentation] {
            let error = #expect(throws: DataError.self) { try augmentation.outputShape(of: [2, 4, 4]) }
            #expect(error?.message.hasSuffix("red, green and blue, found 2") == true)
        }
    }

    @Test func jitterOfNothingChangesNothing() throws {
        let picture = (0..<48).map { UInt8($0 * 5) }
        #expect(try apply(ColorJitter(), to: picture, shape: [3, 4, 4], seed: 5) == picture)
        let jitter = ColorJitter(brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1)
        let found = Set(try (0..<20).map { try apply(jitter, to: picture, shape: [3, 4, 4], seed: $0) })
        #expect(found.count == 20)
    }

    @Test func rotatesWithinTheAngle() throws {
        let picture = (0..<25).map { UInt8($0) }
        #expect(try apply(Rotation(degrees: 0), to: picture, shape: [1, 5, 5], seed: 5) == picture)
        for seed in 0..<20 as Range<UInt64> {
            #expect(try apply(Rotation(degrees: 180), to: picture, shape: [1, 5, 5], seed: seed)[12] == 12)
        }
    }
}
