package import Tensors

/// A picture that a user gives.
package enum GivenPicture: Sendable {
    /// The path of a JPEG, PNG or WebP.
    case file(String)
    /// What such a file holds, and what it is called.
    case bytes([UInt8], name: String)
    /// `[C, H, W]`, a byte for each value; as many channels as the network's input has.
    case pixels([UInt8], Shape, name: String)

    package var name: String {
        switch self {
        case .file(let path): path
        case .bytes(_, let name), .pixels(_, _, let name): name
        }
    }

    /// As the subject of a sentence.
    var subject: String { name.isEmpty ? "the picture" : "`\(name)`" }
}
