import Files
import Tensors

extension SafetensorsHeader {
    /// The header of a file of tensors in this order: JSON, padded with spaces to a multiple of 8.
    ///
    /// - Precondition: no two tensors have the same name.
    static func bytes(_ tensors: [(name: String, shape: Shape, type: ElementType)], metadata: [String: String]) throws
        -> [UInt8]
    {
        precondition(Set(tensors.map(\.name)).count == tensors.count, "two tensors have the same name")
        var members: [String: Member] = [:]
        if !metadata.isEmpty { members[metadataName] = .metadata(metadata) }
        var offset = 0
        for tensor in tensors {
            let end = offset + tensor.type.byteCount * tensor.shape.elementCount
            members[tensor.name] = .tensor(
                .init(dtype: tensor.type.rawValue, shape: tensor.shape.lengths, dataOffsets: [offset, end]))
            offset = end
        }
        let bytes = try encodedJSON(members, inLines: false)
        return bytes + [UInt8](repeating: UInt8(ascii: " "), count: -bytes.count & 7)
    }

    /// What a header has under a name.
    private enum Member: Encodable {
        case metadata([String: String])
        case tensor(RawEntry)

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .metadata(let pairs): try pairs.encode(to: encoder)
            case .tensor(let entry): try entry.encode(to: encoder)
            }
        }
    }
}
