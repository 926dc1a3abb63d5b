package import Tensors

/// Pictures with labels, in two splits: one to learn from and one to be tested with.
package struct Dataset: Sendable {
    package enum Split: String, Sendable {
        case train, test
    }

    package let name: String
    /// The name of each class; a label is a place in this list.
    package let classes: [String]
    /// `[C, H, W]`
    package let shape: Shape
    /// The set's own constants.
    package let normalization: Normalization
    package let train: any PictureSet
    package let test: any PictureSet

    package init(
        name: String, classes: [String], shape: Shape, normalization: Normalization, train: any PictureSet,
        test: any PictureSet
    ) {
        self.name = name
        self.classes = classes
        self.shape = shape
        self.normalization = normalization
        self.train = train
        self.test = test
    }

    package subscript(split: Split) -> any PictureSet {
        switch split {
        case .train: train
        case .test: test
        }
    }
}

/// Pictures of one shape, by number.
package protocol PictureSet: Sendable {
    var count: Int { get }

    /// The class of a picture.
    func label(of index: Int) -> Int

    /// Writes a picture as `[C, H, W]`, a byte for each value.
    func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) throws
}

/// Pictures in memory.
package struct StoredPictures: PictureSet {
    private let pictureSize: Int
    private let pixels: [UInt8]
    private let labels: [UInt8]

    /// - Parameter pixels: the pictures one after the other, each `[C, H, W]`.
    package init(_ pixels: [UInt8], labels: [UInt8], shape: Shape) {
        precondition(pixels.count == labels.count * shape.elementCount, "each label belongs to one picture")
        self.pixels = pixels
        self.labels = labels
        pictureSize = shape.elementCount
    }

    package var count: Int { labels.count }

    package func label(of index: Int) -> Int { Int(labels[index]) }

    package func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) {
        pixels.withUnsafeBufferPointer { pixels in
            let picture = pixels[index * pictureSize..<(index + 1) * pictureSize]
            _ = target.update(fromContentsOf: picture)
        }
    }
}
