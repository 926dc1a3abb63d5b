/// Pictures that go through the network together.
package struct Batch: Sendable {
    /// `[batch size, C, H, W]`, row-major; zeros from picture `count` on.
    package internal(set) var pixels: [Float]
    /// The class of each picture; 0 from `count` on.
    package internal(set) var labels: [Int32]
    /// The number of each picture in its split; −1 from `count` on.
    package internal(set) var samples: [Int]
    package internal(set) var epoch = 0
    /// The batch's place in its epoch, from 0.
    package internal(set) var index = 0
    /// How many pictures there are; fewer than the batch size only at the end of an evaluation.
    package internal(set) var count = 0

    /// An empty batch with room for `size` pictures.
    init(size: Int, pictureSize: Int) {
        pixels = [Float](repeating: 0, count: size * pictureSize)
        labels = [Int32](repeating: 0, count: size)
        samples = [Int](repeating: -1, count: size)
    }
}
