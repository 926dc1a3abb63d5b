import CPNG
import Pixels
import Tensors

/// PNG through libpng: every depth and kind of colour, interlaced or not; of an animation the picture that stands for it.
enum PNGDecoder: PictureDecoder {
    static let decodesParts = false

    static func planeCount(ofChannels channels: Int) -> Int { channels < 3 ? 1 : 3 }

    static func header(of bytes: [UInt8]) throws -> PictureHeader {
        var header = CpngHeader()
        try check(bytes) { bytes, count, message in cpng_read_header(bytes, count, &header, message) }
        let size = PictureSize(height: Int(header.height), width: Int(header.width))
        let planes = planeCount(ofChannels: Int(header.channels))
        // Some rows of up to eight bytes a pixel. Of an interlaced picture all pixels, and where each row begins.
        let rows = 32 * size.width
        return PictureHeader(
            .png, storedSize: size, channels: Int(header.channels),
            orientation: Orientation(ofEXIF: exifData(ofPNG: bytes)),
            decoderByteCount: header.isInterlaced ? rows + planes * min(size.area, 1 << 56) + 8 * size.height : rows)
    }

    static func decode(
        _ bytes: [UInt8], denominator: Int, part: PictureWindow, into planes: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        try check(bytes) { bytes, count, message in
            cpng_decode(bytes, count, planes.baseAddress, planes.count, message)
        }
    }

    private static func check(
        _ bytes: [UInt8], _ call: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<CChar>?) -> CpngStatus
    ) throws {
        var message = [CChar](repeating: 0, count: Int(CPNG_MESSAGE_LENGTH))
        let status = bytes.withUnsafeBufferPointer { bytes in
            message.withUnsafeMutableBufferPointer { call(bytes.baseAddress, bytes.count, $0.baseAddress) }
        }
        switch status {
        case CpngGood: return
        case CpngTruncated: throw PictureError.truncated(.png, byteCount: bytes.count)
        case CpngOutOfMemory: throw OutOfMemory(byteCount: bytes.count)
        default:
            let reason = message.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
            throw PictureError.damaged(.png, reason)
        }
    }
}
