import CWebP
import Pixels
import Tensors

/// WebP through libwebp, lossy and lossless; of an animation the first frame, on black where it does not cover the picture.
enum WebPDecoder: PictureDecoder {
    static let decodesParts = false

    static func planeCount(ofChannels channels: Int) -> Int { 3 }

    static func header(of bytes: [UInt8]) throws -> PictureHeader {
        try withFile(bytes) { file in
            let size = PictureSize(
                height: Int(WebPDemuxGetI(file, WEBP_FF_CANVAS_HEIGHT)),
                width: Int(WebPDemuxGetI(file, WEBP_FF_CANVAS_WIDTH)))
            let frame = try withFirstFrame(of: file) { frame in
                (
                    hasAlpha: frame.has_alpha != 0,
                    isLossy: frame.fragment.bytes.map { isLossy($0, frame.fragment.size) } ?? false
                )
            }
            return PictureHeader(
                .webp, storedSize: size, channels: frame.hasAlpha ? 4 : 3,
                orientation: Orientation(ofEXIF: exifData(of: file)),
                decoderByteCount: neededByteCount(size, hasAlphaApart: frame.hasAlpha && frame.isLossy))
        }
    }

    /// For all pixels before they are planes, and in the library for four bytes of each; for seven where alpha is compressed apart from
    /// the colours, of which 6.1 were measured with libwebp 1.2.4.
    private static func neededByteCount(_ size: PictureSize, hasAlphaApart: Bool) -> Int {
        (hasAlphaApart ? 10 : 7) * size.area + 128 * size.width + tableByteCount
    }

    /// For the library's tables. A lossless picture has a group of prefix codes for each kind of its regions, of which each takes up to
    /// 20,584 bytes: 5,004 codes of 4 bytes (`kTableSize` in libwebp's `src/dec/vp8l_dec.c`) and an `HTreeGroup` of 568. There is room
    /// for two hundred; of smooth pictures, noise and mosaics of both up to 2000×2000, as libwebp 1.2.4 writes them, the tables took at
    /// most 110,000 bytes. A file that is forged to can have 65,536 groups, which nothing tells before it is decoded.
    private static let tableByteCount = 1 << 22

    private static func isLossy(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var features = WebPBitstreamFeatures()
        return WebPGetFeatures(bytes, count, &features) == VP8_STATUS_OK && features.format == 1
    }

    static func decode(
        _ bytes: [UInt8], denominator: Int, part: PictureWindow, into planes: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        try withFile(bytes) { file in
            let width = Int(WebPDemuxGetI(file, WEBP_FF_CANVAS_WIDTH))
            let height = Int(WebPDemuxGetI(file, WEBP_FF_CANVAS_HEIGHT))
            guard 3 * width * height == planes.count else { throw damage("its size is not what it was") }
            try withFirstFrame(of: file) { frame in
                // Zero where no frame is.
                let pixels = try MemoryBlock(byteCount: planes.count)
                let first = 3 * (Int(frame.y_offset) * width + Int(frame.x_offset))
                let fits = Int(frame.x_offset + frame.width) <= width && Int(frame.y_offset + frame.height) <= height
                guard fits, frame.complete != 0 else { throw damage("its first frame is not whole") }
                try decode(
                    frame, into: UnsafeMutableBufferPointer(rebasing: pixels.bytes[first...]), stride: 3 * width)
                split(UnsafeBufferPointer(pixels.bytes), into: planes)
            }
        }
    }

    private static func decode(
        _ frame: WebPIterator, into pixels: UnsafeMutableBufferPointer<UInt8>, stride: Int
    ) throws {
        var configuration = WebPDecoderConfig()
        guard WebPInitDecoderConfig(&configuration) != 0 else { throw damage("the library is another") }
        configuration.output.colorspace = MODE_RGB
        configuration.output.is_external_memory = 1
        configuration.output.u.RGBA.rgba = pixels.baseAddress
        configuration.output.u.RGBA.stride = Int32(stride)
        configuration.output.u.RGBA.size = pixels.count
        switch WebPDecode(frame.fragment.bytes, frame.fragment.size, &configuration) {
        case VP8_STATUS_OK: return
        case VP8_STATUS_OUT_OF_MEMORY:
            // libwebp 1.5 says so too of alpha that it cannot begin to decode, whatever memory there is.
            let size = PictureSize(height: Int(frame.height), width: Int(frame.width))
            _ = try MemoryBlock(byteCount: neededByteCount(size, hasAlphaApart: true))
            throw damage("its pixels cannot be decoded")
        case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED: throw damage("its pixels end too early")
        default: throw damage("its pixels cannot be decoded")
        }
    }

    private static func damage(_ reason: String) -> PictureError { .damaged(.webp, reason) }

    /// Hands the file out in its parts.
    ///
    /// - Throws: `PictureError` for a file that is not whole.
    private static func withFile<Result>(
        _ bytes: [UInt8], _ body: (OpaquePointer) throws -> Result
    ) throws -> Result {
        // What the file says it has, behind `RIFF` and this number.
        let length = bytes.dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= 12, length + 8 <= bytes.count else {
            throw PictureError.truncated(.webp, byteCount: bytes.count)
        }
        return try bytes.withUnsafeBufferPointer { bytes in
            var data = WebPData(bytes: bytes.baseAddress, size: bytes.count)
            guard let file = WebPDemux(&data) else { throw damage("its chunks do not fit together") }
            defer { WebPDemuxDelete(file) }
            return try body(file)
        }
    }

    private static func withFirstFrame<Result>(
        of file: OpaquePointer, _ body: (WebPIterator) throws -> Result
    ) throws -> Result {
        var frame = WebPIterator()
        guard WebPDemuxGetFrame(file, 1, &frame) != 0 else { throw damage("it has no picture") }
        defer { WebPDemuxReleaseIterator(&frame) }
        return try body(frame)
    }

    private static func exifData(of file: OpaquePointer) -> ArraySlice<UInt8> {
        var chunk = WebPChunkIterator()
        guard WebPDemuxGetChunk(file, "EXIF", 1, &chunk) != 0 else { return [] }
        defer { WebPDemuxReleaseChunkIterator(&chunk) }
        return Array(UnsafeBufferPointer(start: chunk.chunk.bytes, count: chunk.chunk.size))[...]
    }
}
