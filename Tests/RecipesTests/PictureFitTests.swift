import Pixels
import Recipes
import SpecSyntax
import Tensors
import Testing

@Suite struct PictureFitTests {
    private func fit(_ input: Shape, _ resize: ResizeChoice = .usual) -> PictureFit { resize.fit(to: input) }

    /// `resize_size` of torchvision's weights: 256 for 224, 342 for 299 (GoogLeNet, Inception v3).
    @Test(arguments: [(224, 256), (299, 342), (64, 73), (63, 63), (32, 32)])
    func coversAnEighthMore(side: Int, box: Int) {
        #expect(fit([3, side, side]).box == Extent(box))
    }

    /// As `torchvision.transforms.Resize(256)` gives them: `int(256 · long / short)`.
    @Test(arguments: [
        (375, 500, 256, 341), (500, 375, 341, 256), (256, 256, 256, 256), (100, 301, 256, 770), (1, 7, 256, 1792),
    ])
    func keepsTheShape(height: Int, width: Int, resizedHeight: Int, resizedWidth: Int) {
        #expect(
            fit([3, 224, 224]).resized(PictureSize(height: height, width: width))
                == PictureSize(height: resizedHeight, width: resizedWidth))
    }

    @Test func aFlatInputIsCovered() {
        let flat = fit([3, 100, 200], .shorter(120))
        #expect(flat.box == Extent(height: 120, width: 240))
        #expect(flat.resized(PictureSize(height: 300, width: 300)) == PictureSize(height: 240, width: 240))
        #expect(flat.resized(PictureSize(height: 100, width: 900)) == PictureSize(height: 120, width: 1080))
    }

    @Test func stretches() {
        #expect(
            fit([1, 10, 20], .stretch).resized(PictureSize(height: 7, width: 900)) == PictureSize(height: 10, width: 20)
        )
    }

    /// As `CenterCrop` has it: `int(round((height − 224) / 2))`, half to even.
    @Test(arguments: [(256, 16), (257, 16), (259, 18), (261, 18), (224, 0)])
    func cutsTheMiddle(height: Int, top: Int) {
        let window = fit([3, 224, 224]).window(at: .middle, in: PictureSize(height: height, width: 256))
        #expect(window == PictureWindow(top: top, left: 16, height: 224, width: 224))
    }

    @Test func cutsTheCorners() {
        let size = PictureSize(height: 256, width: 300)
        let places: [CropPlace: (Int, Int)] = [
            .topLeft: (0, 0), .topRight: (0, 76), .bottomLeft: (32, 0), .bottomRight: (32, 76),
        ]
        for (place, corner) in places {
            let window = fit([3, 224, 224]).window(at: place, in: size)
            #expect((window.top, window.left) == corner)
        }
    }
}
