/// How bytes become numbers that a network reads well: `(byte / 255 − mean) / deviation`, for each channel.
package struct Normalization: Hashable, Sendable {
    /// In units where black is 0 and full is 1, as are the deviations.
    package let mean: [Float]
    package let deviation: [Float]

    package init(mean: [Float], deviation: [Float]) {
        precondition(mean.count == deviation.count, "a channel has a mean and a deviation")
        self.mean = mean
        self.deviation = deviation
    }

    /// Bytes become numbers from 0 to 1.
    package static func none(channels: Int) -> Normalization {
        Normalization(
            mean: [Float](repeating: 0, count: channels), deviation: [Float](repeating: 1, count: channels))
    }

    /// Over the pictures of ImageNet, as torchvision has it; of grey, the means over the three channels.
    package static func imageNet(channels: Int) -> Normalization {
        guard channels == 3 else {
            return Normalization(
                mean: [Float](repeating: 0.449, count: channels), deviation: [Float](repeating: 0.226, count: channels))
        }
        return Normalization(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
    }

    /// The value of every byte in every channel: 256 numbers a channel.
    package var table: [Float] {
        zip(mean, deviation).flatMap { mean, deviation in
            (0..<256).map { (Float($0) / 255 - mean) / deviation }
        }
    }
}
