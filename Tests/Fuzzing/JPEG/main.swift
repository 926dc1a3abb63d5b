import CFuzzer
import Glibc
import Pictures
import Pixels
import Tensors

/// Decodes the bytes as a JPEG, in colour and in grey and as small as it goes; a part of it must be what all of it has there.
private func decode(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let file = try? PictureFile(Array(UnsafeBufferPointer(start: bytes, count: count))),
        file.header.format == .jpeg,
        file.header.size.area <= 1 << 16
    else { return -1 }
    let size = file.header.size
    let small = file.part(atLeast: PictureSize(height: 1, width: 1))
    guard let picture = try? file.decoded(channels: 3, part: file.part()) else { return 0 }
    precondition(picture.shape == [3, size.height, size.width])
    let window = PictureWindow(
        top: size.height / 3, left: size.width / 3, height: (size.height + 2) / 3, width: (size.width + 2) / 3)
    guard let part = try? file.decoded(channels: 3, part: file.part(window)) else {
        preconditionFailure("a part can be decoded of what can be decoded")
    }
    var cut = [UInt8](repeating: 0, count: part.bytes.count)
    cut.withUnsafeMutableBufferPointer { cut in picture.withView { $0.write(window, into: cut) } }
    precondition(part.withView { [UInt8]($0.bytes) } == cut)
    let grey = try? file.decoded(channels: 1, part: small)
    precondition(grey?.shape == [1, small.size.height, small.size.width])
    return 0
}

private var count = CommandLine.argc
private var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &words) { bytes, count in decode(bytes, count) })
