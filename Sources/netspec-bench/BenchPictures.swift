import ArgumentParser
import Files
import Glibc
import Pictures
import Pixels
import Tensors

/// Decodes picture files and brings them to the size that a network is evaluated on, on one thread; times are its processor's.
struct BenchPictures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pictures", abstract: "Times decoding pictures, and bringing them to size, on one thread.")

    @Argument(help: "The picture files.", completion: .file())
    var files: [String]

    @Option(help: "Height and width that pictures are brought to: the shorter side is, and the middle is cut out.")
    var size = 224

    @Option(help: "How often all files are gone through; the fastest time counts.")
    var rounds = 5

    @Flag(help: "Decode JPEGs at a part of their size where that is at least twice the size that is wanted.")
    var scaled = false

    func validate() throws {
        guard size > 0, rounds > 0 else { throw ValidationError("--size and --rounds must be at least 1") }
    }

    func run() throws {
        let contents = try files.map { path in
            let contents = try bytes(ofFile: path, limit: 1 << 30)
            do {
                _ = try PictureFile(contents).decoded(channels: 3)
            } catch let error as PictureError {
                throw BenchError(description: error.sentence(about: "`\(path)`"))
            }
            return contents
        }
        var (decoding, all) = (Double.infinity, Double.infinity)
        var room: DecodedPicture?
        let target = try DecodedPicture(shape: [3, size, size])
        for _ in 0..<rounds {
            decoding = min(decoding, try seconds { for bytes in contents { _ = try decode(bytes, into: &room) } })
            all = min(all, try seconds { for bytes in contents { bring(try decode(bytes, into: &room), to: target) } })
        }
        print("decoded: \(perSecond(decoding)) pictures/s")
        print("decoded and brought to \(size)×\(size): \(perSecond(all)) pictures/s")
    }

    /// Into the memory of the picture before where that is as large, as those do who read many.
    private func decode(_ bytes: [UInt8], into room: inout DecodedPicture?) throws -> DecodedPicture {
        let file = try PictureFile(bytes)
        let part = file.part(atLeast: scaled ? PictureSize(height: 2 * size, width: 2 * size) : nil)
        let shape: Shape = [3, part.size.height, part.size.width]
        let picture = try room.flatMap { $0.shape == shape ? $0 : nil } ?? DecodedPicture(shape: shape)
        try file.decode(channels: 3, part: part, into: picture.bytes)
        room = picture
        return picture
    }

    private func bring(_ picture: DecodedPicture, to target: DecodedPicture) {
        let view = CentralView(shorterSide: size, size: PictureSize(height: size, width: size))
        picture.withView { view.write($0, into: target.bytes) }
    }

    /// Of the processor's time, so that whatever else runs counts little.
    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = threadSeconds
        try body()
        return threadSeconds - start
    }

    private var threadSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func perSecond(_ seconds: Double) -> Int { Int(Double(files.count) / seconds) }
}
