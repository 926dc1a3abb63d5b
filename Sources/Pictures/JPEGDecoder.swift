import CJPEG
import Pixels
import Tensors

/// JPEG through libjpeg-turbo: baseline, progressive and arithmetic, grey, colour and four inks.
enum JPEGDecoder: PictureDecoder {
    static let decodesParts = true

    static func planeCount(ofChannels channels: Int) -> Int { channels }

    static func header(of bytes: [UInt8]) throws -> PictureHeader {
        var header = CjpegHeader()
        try check(bytes) { bytes, count, message in cjpeg_read_header(bytes, count, &header, message) }
        return PictureHeader(
            .jpeg, storedSize: PictureSize(height: Int(header.height), width: Int(header.width)),
            channels: Int(header.channels), orientation: Orientation(ofEXIF: exifData(ofJPEG: bytes)),
            decoderByteCount: header.memory)
    }

    static func decode(
        _ bytes: [UInt8], denominator: Int, part: PictureWindow, into planes: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        let part = CjpegPart(
            top: Int32(part.top), left: Int32(part.left), width: Int32(part.width), height: Int32(part.height))
        try check(bytes) { bytes, count, message in
            cjpeg_decode(
                bytes, count, Int32(denominator), part, PictureFile.mostDecodingBytes, planes.baseAddress, planes.count,
                message)
        }
    }

    private static func check(
        _ bytes: [UInt8], _ call: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<CChar>?) -> CjpegStatus
    ) throws {
        var message = [CChar](repeating: 0, count: Int(CJPEG_MESSAGE_LENGTH))
        let status = bytes.withUnsafeBufferPointer { bytes in
            message.withUnsafeMutableBufferPointer { call(bytes.baseAddress, bytes.count, $0.baseAddress) }
        }
        var reason: String { message.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" } }
        switch status {
        case CjpegGood: return
        case CjpegTruncated: throw PictureError.truncated(.jpeg, byteCount: bytes.count)
        case CjpegUnsupported: throw PictureError.unsupported(.jpeg, reason)
        case CjpegTooManyScans: throw PictureError.tooManyScans(Int(reason) ?? 0)
        case CjpegTooLarge:
            throw PictureError.needsMemory(Int(reason) ?? 0, limit: PictureFile.mostDecodingBytes)
        case CjpegOutOfMemory: throw OutOfMemory(byteCount: bytes.count)
        default: throw PictureError.damaged(.jpeg, reason)
        }
    }
}
