package import Recipes
import Tensors

extension SyntheticShapes: ReadableSource {
    package func open(_ opening: DataOpening) -> Dataset { open(in: nil) }

    package func open(in folder: String?) -> Dataset {
        Dataset(
            name: "synthetic", classes: SyntheticFigure.allCases.map(\.rawValue),
            train: SyntheticPictures(count: trainCount, seed: UInt64(seed), split: 0),
            test: SyntheticPictures(count: testCount, seed: UInt64(seed), split: 1))
    }
}

/// One split of the synthetic set.
private struct SyntheticPictures: ShapedPictures {
    let count: Int
    let seed: UInt64
    let split: Int

    func shape(of index: Int) -> Shape { SyntheticShapes.pictureShape }

    /// All that the pictures are made from, in place of the pictures; and by which version of this code.
    func add(to fingerprint: inout Fingerprint) {
        fingerprint.add("synthetic 1")
        for number in [UInt64(count), seed, UInt64(split)] { fingerprint.add(number) }
    }

    /// Classes take turns, so that each is there equally often.
    func label(of index: Int) -> Int { index % SyntheticFigure.allCases.count }

    func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) {
        var random = KeyedRandom(seed: seed, purpose: .synthesis, split, index)
        SyntheticPicture(of: SyntheticFigure.allCases[label(of: index)], &random).draw(into: target, &random)
    }
}
