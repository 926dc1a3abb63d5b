import Datasets
import Tensors

/// A picture to be looked at.
public struct Picture: Sendable {
    let given: GivenPicture

    /// A JPEG, PNG or WebP file of any size.
    public static func file(_ path: String) -> Picture { Picture(given: .file(path)) }

    /// What such a file holds.
    ///
    /// - Parameters:
    ///   - bytes: all of the file.
    ///   - name: what the picture is called in what is told of it.
    public static func encoded(_ bytes: [UInt8], name: String = "picture") -> Picture {
        Picture(given: .bytes(bytes, name: name))
    }

    /// A picture that is decoded already.
    ///
    /// - Parameters:
    ///   - bytes: `[height, width, channels]`, row by row: red, green and blue of a pixel beside each other, or grey.
    ///   - height: in pixels.
    ///   - width: in pixels.
    ///   - channels: 1 or 3, as the network's input has.
    ///   - name: what the picture is called in what is told of it.
    /// - Throws: `NetspecError.mistake` where there are not as many bytes as that.
    public static func pixels(
        _ bytes: [UInt8], height: Int, width: Int, channels: Int, name: String = "picture"
    ) throws(NetspecError) -> Picture {
        let (area, overflows) = height.multipliedReportingOverflow(by: width)
        guard height > 0, width > 0, !overflows, [1, 3].contains(channels), area <= bytes.count,
            bytes.count == area * channels
        else {
            throw .mistake(
                "a picture of \(height)×\(width) pixels and \(channels) channels must have height · width · channels bytes, "
                    + "1 or 3 channels, and no side of 0, found \(bytes.count) bytes", help: nil)
        }
        var planes = [UInt8](repeating: 0, count: bytes.count)
        for channel in 0..<channels {
            for pixel in 0..<area { planes[channel * area + pixel] = bytes[pixel * channels + channel] }
        }
        return Picture(given: .pixels(planes, [channels, height, width], name: name))
    }
}
