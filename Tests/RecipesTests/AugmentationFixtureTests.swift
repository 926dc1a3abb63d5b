import Fixtures
import Pixels
import Recipes
import SpecSyntax
import Tensors
import Testing

@Suite("agreement with torchvision") struct AugmentationFixtureTests {
    /// Bytes may differ by 1 where a number is cut or rounded near a whole one, and a pixel may be the neighbour of another
    /// where both are equally near: of few. Resampling rounds as Pillow does, behind each axis, and torchvision's of tensors once:
    /// Pillow 12 differs from these cases by 1 in 0 to 16.3 % of the bytes; `PixelsTests` hold it to Pillow.
    @Test("every change of augmentations.json", arguments: try AugmentationFixture.all())
    func change(_ fixture: AugmentationFixture) throws {
        let expected = fixture.result
        var found = [UInt8](repeating: 0, count: expected.count)
        fixture.picture.withUnsafeBufferPointer { picture in
            found.withUnsafeMutableBufferPointer { target in
                write(fixture, PictureView(picture, shape: Shape(AugmentationFixture.lengths)), into: target)
            }
        }
        let moves = ["rotate", "shearX", "shearY"].contains(fixture.change)
        let differences = zip(found, expected).map { abs(Int($0) - Int($1)) }
        #expect(moves || differences.allSatisfy { $0 <= 1 }, "\(differences.max() ?? 0)")
        let most =
            moves ? expected.count / 100 : fixture.change == "resample" ? expected.count / 6 : expected.count / 20
        #expect(differences.count { $0 > 0 } <= most)
    }

    private func write(
        _ fixture: AugmentationFixture, _ picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        let numbers = fixture.arguments.map { Int($0) }
        switch fixture.change {
        case "hue":
            ChangingPicture(copying: picture, into: target).adjustHue(fixture.arguments[0])
        case "resample":
            let window = PictureWindow(top: numbers[0], left: numbers[1], height: numbers[2], width: numbers[3])
            Resampling(of: window, to: PictureSize(height: numbers[4], width: numbers[5])).write(picture, into: target)
        default:
            TrivialAugment.Change(rawValue: fixture.change)?.write(
                picture, fixture.arguments.first ?? 0, into: target)
        }
    }

    /// The 31 magnitudes at their ends and in the middle, from torchvision's table.
    @Test func magnitudes() {
        typealias Change = TrivialAugment.Change
        #expect(Change.allCases.count == 14)
        #expect([0, 15, 30].map(Change.shearX.magnitude) == [0, 0.495, 0.99])
        #expect([0, 15, 30].map(Change.translateY.magnitude) == [0, 16, 32])
        #expect([0, 10, 30].map(Change.rotate.magnitude) == [0, 45, 135])
        #expect([0, 15, 30].map(Change.solarize.magnitude) == [255, 127.5, 0])
        #expect([0, 2, 3, 7, 8, 15, 30].map(Change.posterize.magnitude) == [8, 8, 7, 7, 6, 5, 2])
        #expect(Change.allCases.filter(\.isSigned).count == 9)
    }
}
