package import Tensors

/// Pictures by number, of one shape or of several.
package protocol PictureSet: Sendable {
    var count: Int { get }

    /// The shape of a picture, `[C, H, W]`.
    func shape(of index: Int) -> Shape

    /// The class of a picture.
    func label(of index: Int) -> Int

    /// Writes a picture as `[C, H, W]`, a byte for each value. Called by several threads at a time.
    func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) throws

    /// Adds what tells these pictures from others: shapes, labels and pixels, or what they are all made from.
    func add(to fingerprint: inout Fingerprint)
}
