import Foundation
import Pixels
import Recipes
import SpecSyntax
import Tensors
import Testing

/// What weights say of the pictures they were trained on.
@Suite struct PreprocessingTests {
    private func folder(_ augmentations: [any Augmentation] = [], input: Shape = [3, 64, 64]) throws -> Preprocessing {
        try DataSettings(source: PictureFolder(path: "photos"), augmentations: augmentations).fitted(to: input)
            .preprocessing()
    }

    /// 64 · 256 / 224 = 73.14.
    @Test func picturesOfAnySizeAreResizedAndCut() throws {
        let found = try folder()
        #expect((found.resize, found.size, found.crops) == (.cover, [73, 73], [[64, 64]]))
        #expect((found.channels, found.mean, found.deviation) == (3, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]))
        #expect(try folder([HorizontalFlip()]) == found)
    }

    @Test func picturesOfOneSizeAreCut() throws {
        let found = try DataSettings(
            source: CIFAR10(), augmentations: [RandomCrop(size: Extent(28))],
            normalization: Normalization(mean: [0, 0, 0], deviation: [1, 1, 1])
        ).preprocessing()
        #expect((found.resize, found.size, found.crops) == (.none, [32, 32], [[28, 28]]))
    }

    @Test func itIsTheSameFromItsText() throws {
        let found = try folder()
        let text = try JSONEncoder().encode(found)
        #expect(try JSONDecoder().decode(Preprocessing.self, from: text) == found)
    }

    @Test func differencesAreToldInWords() throws {
        let colour = try folder()
        let grey = try folder(input: [1, 64, 64])
        #expect(colour.difference(to: colour) == nil)
        #expect(try #require(colour.difference(to: grey)) == ("in colour", "grey"))
        let large = try #require(colour.difference(to: folder(input: [3, 32, 32])))
        #expect(large == ("resized to cover 73×73, cut to 64×64", "resized to cover 32×32"))
    }
}
