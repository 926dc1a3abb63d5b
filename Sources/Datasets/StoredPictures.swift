package import Tensors

/// Pictures of one shape in memory.
package struct StoredPictures: ShapedPictures {
    private let shape: Shape
    private let pictureSize: Int
    private let pixels: MemoryBlock
    /// Where the first picture begins in `pixels`.
    private let start: Int
    private let labels: [UInt8]

    /// - Parameter pixels: the pictures one after the other from byte `start` on, each `[C, H, W]`.
    init(_ pixels: MemoryBlock, from start: Int = 0, labels: [UInt8], shape: Shape) {
        pictureSize = shape.elementCount
        precondition(start + labels.count * pictureSize <= pixels.byteCount, "each label belongs to one picture")
        self.pixels = pixels
        self.start = start
        self.labels = labels
        self.shape = shape
    }

    /// - Throws: `OutOfMemory`
    package init(_ pixels: [UInt8], labels: [UInt8], shape: Shape) throws(OutOfMemory) {
        let block = try MemoryBlock(byteCount: pixels.count)
        _ = block.bytes.update(fromContentsOf: pixels)
        self.init(block, labels: labels, shape: shape)
    }

    package var count: Int { labels.count }

    package func shape(of index: Int) -> Shape { shape }

    package func label(of index: Int) -> Int { Int(labels[index]) }

    package func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) {
        precondition(labels.indices.contains(index), "pictures are numbered from 0")
        let first = start + index * pictureSize
        withExtendedLifetime(pixels) { _ = target.update(fromContentsOf: pixels.bytes[first..<first + pictureSize]) }
    }

    package func add(to fingerprint: inout Fingerprint) {
        for length in shape.lengths { fingerprint.add(UInt64(length)) }
        labels.withUnsafeBytes { fingerprint.add($0) }
        withExtendedLifetime(pixels) {
            let pictures = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(pixels.bytes)[start...])
            fingerprint.add(UnsafeRawBufferPointer(rebasing: pictures[..<(count * pictureSize)]))
        }
    }
}
