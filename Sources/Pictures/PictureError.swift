import Diagnostics
package import Pixels
import Tensors

/// What is wrong with a picture file.
package enum PictureError: UserMistake, Hashable {
    /// It has no bytes.
    case empty
    /// It begins as no file does that is known here.
    case noPicture
    case foreign(ForeignKind)
    /// Its bytes end before the picture does.
    case truncated(PictureFormat, byteCount: Int)
    /// In the library's words.
    case damaged(PictureFormat, String)
    /// A variety of its format that the library cannot decode, in the library's words.
    case unsupported(PictureFormat, String)
    case tooManyPixels(width: Int, height: Int, limit: Int)
    /// So many bytes of memory are needed to decode it.
    case needsMemory(_ byteCount: Int, limit: Int)
    /// Resized as is wanted it would have more pixels than it may.
    case becomesTooLarge(PictureSize, resized: PictureSize, limit: Int)
    /// A progressive JPEG that goes over its pixels more often than any program writes.
    case tooManyScans(Int)

    /// One sentence about a file: what must be, and what was found.
    ///
    /// - Parameter subject: what it begins with, as "`cats/1.jpg`".
    package func sentence(about subject: String) -> String { "\(subject) \(predicate)" }

    package var description: String { sentence(about: "the picture") }

    private var predicate: String {
        switch self {
        case .empty: "must be a JPEG, PNG or WebP, and is empty"
        case .noPicture: "must be a JPEG, PNG or WebP, and does not begin as a picture does"
        case .foreign(let kind): "must be a JPEG, PNG or WebP, found \(kind.rawValue)"
        case .truncated(let format, let count):
            "is cut short: it ends at byte \(count), before the end of its \(format.rawValue) data"
        case .damaged(let format, let reason): "is damaged: its \(format.rawValue) data are not sound (\(reason))"
        case .unsupported(let format, let reason): "is a kind of \(format.rawValue) that is not decoded (\(reason))"
        case .tooManyPixels(let width, let height, let limit):
            "must have at most \(limit) pixels, found \(width)×\(height) = \(width * height)"
        case .needsMemory(let count, let limit):
            "must need at most \(mebibytes(limit)) of memory to be decoded, and needs \(mebibytes(count))"
        case .becomesTooLarge(let size, let resized, let limit):
            "must have at most \(limit) pixels when it is resized, and would have \(resized) = \(resized.area): it is \(size)"
        case .tooManyScans(let count):
            "is a JPEG of more scans than any program writes, at least \(count) over its pixels"
        }
    }

    package var help: String? {
        switch self {
        case .empty, .truncated, .damaged: "get the file again, or leave it out"
        case .noPicture: "give a JPEG, PNG or WebP file, or leave it out"
        case .foreign(let kind) where kind.isPicture: "convert it to PNG or JPEG, as with ImageMagick's `magick`"
        case .foreign(.lfsPointer): "get what it points to with `git lfs pull`"
        case .foreign: "get the file again: what was saved is not the picture"
        case .unsupported: "convert it to PNG or to an ordinary JPEG, as with ImageMagick's `magick`"
        case .tooManyPixels: "make the picture smaller"
        case .needsMemory: "make the picture smaller, or save it as a baseline JPEG"
        case .becomesTooLarge: "crop the picture: one side is much longer than the other"
        case .tooManyScans: "save it again, as with ImageMagick's `magick`"
        }
    }
}
