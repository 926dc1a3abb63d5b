import Datasets
import Interchange
package import Networks
import Pictures
import Tensors

/// The filters of a network's first convolution as pictures: what it looks for in the pixels.
///
/// A number of 0 is the middle grey; each filter is scaled by its own largest number. Of three input channels they are red,
/// green and blue; of other numbers the first is shown, in grey.
package struct FirstFilters: Sendable {
    /// Of the layer.
    package let path: String
    package let inputChannels: Int
    /// As many as the layer has.
    package let count: Int
    /// PNG files, of the first `most`.
    package let pictures: [[UInt8]]

    /// More are not shown.
    package static let most = 128
    /// A longer tensor is of no first convolution.
    private static let mostNumbers = 1 << 22

    /// Nil where the first convolution has filters of one pixel, where there is none, and where the file cannot be read.
    ///
    /// - Parameter weightsPath: of a checkpoint.
    package init?(_ network: Network, weightsPath: String) {
        guard let reader = try? SafetensorsReader(weightsPath) else { return nil }
        let first = network.nodes.lazy.compactMap { node in
            reader.shapes["\(node.path).weight"].map { (path: node.path, shape: $0) }
        }.first { $0.shape.lengths.count == 4 }
        guard let first, first.shape.elementCount <= Self.mostNumbers, first.shape[2] * first.shape[3] > 1,
            let numbers = Self.numbers("\(first.path).weight", first.shape, reader)
        else { return nil }
        path = first.path
        (count, inputChannels) = (first.shape[0], first.shape[1])
        let shown = try? (0..<min(count, Self.most)).map { try Self.picture(numbers, first.shape, filter: $0) }
        guard let shown else { return nil }
        pictures = shown
    }

    private static func numbers(_ name: String, _ shape: Shape, _ reader: SafetensorsReader) -> [Float]? {
        let count = shape.elementCount
        guard count > 0, let memory = try? MemoryBlock(byteCount: count * MemoryLayout<Float>.stride),
            (try? reader.read(StoredTensor(name, shape, in: memory, at: 0..<count))) != nil
        else { return nil }
        return Array(memory.floats[..<count])
    }

    private static func picture(_ numbers: [Float], _ shape: Shape, filter: Int) throws -> [UInt8] {
        let (channels, height, width) = (shape[1], shape[2], shape[3])
        let shown = channels == 3 ? 3 : 1
        let plane = height * width
        let own = numbers[filter * channels * plane..<filter * channels * plane + shown * plane]
        let largest = own.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
        let pixels = (0..<plane * shown).map { index -> UInt8 in
            let value = own[own.startIndex + index % shown * plane + index / shown]
            guard value.isFinite, largest > 0 else { return 128 }
            return UInt8((128 + 127 * value / largest).rounded())
        }
        return try PNG.bytes(pixels, width: width, height: height, channels: shown)
    }
}
