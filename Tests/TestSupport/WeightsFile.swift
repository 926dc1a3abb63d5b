import Foundation

/// A file of weights in safetensors as another program writes it: no checksum.
package enum WeightsFile {
    /// - Parameters:
    ///   - tensors: in the order of their numbers.
    ///   - metadata: left out where there is none.
    package static func bytes(
        _ tensors: [(name: String, shape: [Int], numbers: [Float])], metadata: [String: String] = [:]
    ) throws -> [UInt8] {
        var (header, data) = ([String: Any](), [UInt8]())
        for tensor in tensors {
            let start = data.count
            for number in tensor.numbers {
                withUnsafeBytes(of: number.bitPattern.littleEndian) { data += $0 }
            }
            header[tensor.name] =
                ["dtype": "F32", "shape": tensor.shape, "data_offsets": [start, data.count]] as [String: Any]
        }
        if !metadata.isEmpty { header["__metadata__"] = metadata }
        let text = [UInt8](try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys]))
        return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text + data
    }
}
