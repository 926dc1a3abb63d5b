/// Pictures that go through a network together: numbers, what they show, and what random draws are keyed by.
///
/// Every target is of the classes that the batch says it has; whoever reads by targets compares that number once.
package struct Batch: Sendable {
    /// Places for pictures: the batch size.
    package private(set) var size: Int
    /// Targets are from 0 to one less.
    package let classCount: Int
    /// Of all random draws.
    package let seed: UInt64
    package var epoch = 0
    /// The batch's place in its epoch, from 0.
    package var index = 0
    /// How many pictures there are; fewer than `size` only at the end of an evaluation.
    package var count = 0
    /// What each picture shows; class 0 from `count` on.
    package private(set) var targets: [Target]
    /// The number of each picture in its set; −1 from `count` on.
    package private(set) var samples: [Int]
    private var memory: MemoryBlock
    /// The most numbers that the memory has room for.
    private let capacity: Int
    /// The shape of one picture.
    package private(set) var pictureShape: Shape
    /// Numbers of one picture.
    package private(set) var pictureSize: Int

    /// An empty batch with room for `size` pictures of a shape.
    ///
    /// - Throws: `OutOfMemory`
    package init(size: Int, pictureShape: Shape, classCount: Int, seed: UInt64) throws(OutOfMemory) {
        precondition(classCount > 0, "a batch has classes")
        self.size = size
        self.classCount = classCount
        self.seed = seed
        targets = [Target](repeating: 0, count: size)
        samples = [Int](repeating: -1, count: size)
        self.pictureShape = pictureShape
        pictureSize = pictureShape.elementCount
        capacity = size * pictureSize
        memory = try MemoryBlock(floats: capacity, forBatch: size)
    }

    /// A full batch of these numbers.
    ///
    /// - Parameter pixels: `[N, C, H, W]` row-major, `N` the number of targets.
    /// - Throws: `OutOfMemory`
    package init(
        pixels: [Float], targets: [Target], classCount: Int, samples: [Int]? = nil, epoch: Int = 0, seed: UInt64 = 0
    ) throws(OutOfMemory) {
        precondition(!targets.isEmpty && pixels.count % targets.count == 0, "each picture has a target")
        try self.init(
            size: targets.count, pictureShape: [pixels.count / targets.count], classCount: classCount, seed: seed)
        self.epoch = epoch
        count = targets.count
        for (place, target) in targets.enumerated() { set(place, to: target, sample: samples?[place] ?? place) }
        withMutablePixels { _ = $0.update(fromContentsOf: pixels) }
    }

    /// Gives it other places, within the room that it was made with; what they held is gone.
    package mutating func reshape(size: Int, pictureShape: Shape) {
        precondition(size * pictureShape.elementCount <= capacity, "a batch keeps its memory")
        self.pictureShape = pictureShape
        pictureSize = pictureShape.elementCount
        guard self.size != size else { return }
        self.size = size
        targets = [Target](repeating: 0, count: size)
        samples = [Int](repeating: -1, count: size)
    }

    /// Says what a place holds.
    package mutating func set(_ place: Int, to target: Target, sample: Int) {
        precondition(target.isAmong(classCount), "a target is one of the batch's classes")
        targets[place] = target
        samples[place] = sample
    }

    /// A copy of the numbers, `[size, C, H, W]` row-major; zeros from picture `count` on.
    package var pixels: [Float] { withPixels { Array($0) } }

    private var pixelCount: Int { size * pictureSize }

    package func withPixels<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(memory) {
            try body(UnsafeBufferPointer(rebasing: memory.floats[..<pixelCount]))
        }
    }

    /// Call `makeUnique` before, unless nobody else can have this batch.
    package func withMutablePixels<Result>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        try withExtendedLifetime(memory) {
            try body(UnsafeMutableBufferPointer(rebasing: memory.floats[..<pixelCount]))
        }
    }

    /// Takes other memory, with zeros in it, where somebody still holds a batch that shares this one's.
    ///
    /// - Throws: `OutOfMemory`
    package mutating func makeUnique() throws(OutOfMemory) {
        if !isKnownUniquelyReferenced(&memory) { memory = try MemoryBlock(floats: capacity, forBatch: size) }
    }
}
