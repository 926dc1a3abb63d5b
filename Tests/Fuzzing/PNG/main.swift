import CFuzzer
import Files
import Glibc
import Pictures
import Pixels
import Tensors

/// Decodes the bytes as a PNG, in colour and in grey: as they are, and with the checksums of its chunks set right, without which
/// hardly anything would get as far as the pixels.
private func decode(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard (try? PictureFormat(of: bytes)) == .png else { return -1 }
    for bytes in [bytes, withRightChecksums(bytes)] {
        guard let file = try? PictureFile(bytes), file.header.size.area <= 1 << 16 else { continue }
        let size = file.header.size
        guard let picture = try? file.decoded(channels: 3, part: file.part()) else { continue }
        precondition(picture.shape == [3, size.height, size.width])
        let grey = try? file.decoded(channels: 1, part: file.part())
        precondition(grey?.shape == [1, size.height, size.width])
    }
    return 0
}

private func withRightChecksums(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var place = 8
    while place + 12 <= bytes.count {
        let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        let end = place + 8 + length
        guard end + 4 <= bytes.count else { break }
        var checksum = CRC32()
        checksum.add(Array(bytes[place + 4..<end]))
        for byte in 0..<4 { bytes[end + byte] = UInt8(truncatingIfNeeded: checksum.value >> (24 - 8 * byte)) }
        place = end + 4
    }
    return bytes
}

private var count = CommandLine.argc
private var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &words) { bytes, count in decode(bytes, count) })
