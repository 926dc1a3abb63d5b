import Pixels
package import Tensors

/// Where resized pictures are kept so that each is decoded once.
///
/// One is filled in order, by one thread; then it is read by several.
package protocol PictureStore: Sendable {
    /// Whether all pictures are there already.
    var isFilled: Bool { get }

    /// Takes all pictures.
    ///
    /// - Parameter next: the next picture's shape and bytes, good until the next is asked for; no shape for one that is left out;
    ///   nil after the last.
    mutating func fill(
        count: Int, _ next: () throws -> (shape: Shape?, bytes: UnsafeMutableBufferPointer<UInt8>)?) throws

    /// Nil for a picture that was left out.
    func shape(of index: Int) throws -> Shape?

    /// Hands out a picture's bytes, which lie in the store or are read into `room`.
    func withPicture<Result>(
        _ index: Int, _ shape: Shape, _ room: inout PictureRoom,
        _ body: (UnsafeBufferPointer<UInt8>, inout PictureRoom) throws -> Result
    ) throws -> Result
}
