import Datasets
import Tensors

extension PictureSet {
    /// A picture's bytes, `[C, H, W]`.
    func bytes(of index: Int) throws -> [UInt8] {
        var room = PictureRoom()
        let shape = try read(index, into: &room)
        return Array(try room.bytes(shape.elementCount))
    }
}
