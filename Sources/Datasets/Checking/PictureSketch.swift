package import Pixels
import Tensors

/// What is kept of a picture to count it and to compare it with others: 192 bytes, whatever its size.
package struct PictureSketch: Sendable {
    package let size: PictureSize
    /// Equal for the same pixels in the same shape, and for no others that are likely to be met.
    package let fingerprint: Fingerprint
    /// Of each channel, 0…1.
    package let means: SIMD4<Float>
    /// The means of the squares.
    package let squares: SIMD4<Float>
    /// Whether all channels show the same.
    package let isGrey: Bool
    /// The picture in grey at 8×8.
    let thumbnail: SIMD64<UInt8>
    /// Whether each of 8 neighbours to the right is brighter, in 8 rows: the "difference hash", which stays nearly the same where a
    /// picture is scaled, compressed or made a little brighter.
    ///
    /// Source: Krawetz, "Kind of Like That", 2013.
    let differenceHash: UInt64

    /// - Parameter picture: of at most 4 channels.
    package init(_ picture: PictureView) {
        size = PictureSize(height: picture.height, width: picture.width)
        var fingerprint = Fingerprint()
        for length in [picture.channels, picture.height, picture.width] { fingerprint.add(UInt64(length)) }
        fingerprint.add(UnsafeRawBufferPointer(picture.bytes))
        self.fingerprint = fingerprint
        (means, squares) = Self.moments(of: picture)
        isGrey = (1..<max(1, picture.channels)).allSatisfy { channel in
            picture.bytes[..<picture.area]
                .elementsEqual(picture.bytes[channel * picture.area..<(channel + 1) * picture.area])
        }
        let grey = Self.grey(picture)
        let whole = PictureWindow(allOf: size)
        (thumbnail, differenceHash) = grey.withUnsafeBufferPointer { grey in
            let view = PictureView(grey, shape: [1, picture.height, picture.width])
            return (Self.thumbnail(of: view, whole), Self.differenceHash(of: view, whole))
        }
    }

    private static func moments(of picture: PictureView) -> (SIMD4<Float>, SIMD4<Float>) {
        var (means, squares) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
        for channel in 0..<picture.channels {
            var (sum, square): (UInt64, UInt64) = (0, 0)
            for place in channel * picture.area..<(channel + 1) * picture.area {
                let byte = UInt32(picture.bytes[place])
                sum += UInt64(byte)
                square += UInt64(byte * byte)
            }
            means[channel] = Float(Double(sum) / Double(picture.area) / 255)
            squares[channel] = Float(Double(square) / Double(picture.area) / (255 * 255))
        }
        return (means, squares)
    }

    private static func grey(_ picture: PictureView) -> [UInt8] {
        guard picture.channels == 3 else { return Array(picture.bytes.prefix(picture.area)) }
        return [UInt8](unsafeUninitializedCapacity: picture.area) { grey, count in
            convert(picture.bytes, 3, to: 1, into: UnsafeMutableBufferPointer(rebasing: grey[..<picture.area]))
            count = picture.area
        }
    }

    private static func thumbnail(of picture: PictureView, _ whole: PictureWindow) -> SIMD64<UInt8> {
        let bytes = resized(picture, whole, to: PictureSize(height: 8, width: 8))
        return SIMD64(bytes)
    }

    private static func differenceHash(of picture: PictureView, _ whole: PictureWindow) -> UInt64 {
        let bytes = resized(picture, whole, to: PictureSize(height: 8, width: 9))
        var hash: UInt64 = 0
        for row in 0..<8 {
            for column in 0..<8 {
                hash = hash << 1 | (bytes[row * 9 + column + 1] > bytes[row * 9 + column] ? 1 : 0)
            }
        }
        return hash
    }

    private static func resized(_ picture: PictureView, _ whole: PictureWindow, to size: PictureSize) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: size.area) { bytes, count in
            Resampling(of: whole, to: size).write(
                picture, into: UnsafeMutableBufferPointer(rebasing: bytes[..<size.area]))
            count = size.area
        }
    }

    /// Whether two pictures look alike: at most 3 of the 64 bits of their difference hashes differ, and the thumbnails by less than 4 in the
    /// mean of their 64 bytes. Pictures of about one tone are never alike, because nothing tells them apart.
    func isLike(_ other: PictureSketch) -> Bool {
        guard (differenceHash ^ other.differenceHash).nonzeroBitCount <= Self.mostBits, hasContrast, other.hasContrast
        else { return false }
        let (larger, smaller) = (
            pointwiseMax(thumbnail, other.thumbnail), pointwiseMin(thumbnail, other.thumbnail)
        )
        let differences = larger &- smaller
        return differences.indices.reduce(0) { $0 + Int(differences[$1]) } < 4 * 64
    }

    static let mostBits = 3

    private var hasContrast: Bool { thumbnail.max() - thumbnail.min() >= 16 }
}
