import ArgumentParser
import Files
import Glibc
import Pictures
import Pixels
import Recipes
import SpecSyntax
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
                let file = try PictureFile(contents)
                _ = try file.decoded(channels: 3, part: file.part())
            } catch let error as PictureError {
                throw BenchError(description: error.sentence(about: "`\(path)`"))
            }
            return contents
        }
        var (decoding, all) = (Double.infinity, Double.infinity)
        var room: (picture: DecodedPicture, part: PicturePart)?
        let target = try DecodedPicture(shape: [3, size, size])
        for _ in 0..<rounds {
            decoding = min(
                decoding, try seconds { for bytes in contents { try decode(PictureFile(bytes), into: &room) } })
            all = min(all, try seconds { for bytes in contents { try bring(bytes, to: target, by: &room) } })
        }
        print("decoded: \(perSecond(decoding)) pictures/s")
        print("decoded and brought to \(size)×\(size): \(perSecond(all)) pictures/s")
    }

    /// Into the memory of the picture before where that is as large, as those do who read many.
    private func decode(_ file: PictureFile, into room: inout (picture: DecodedPicture, part: PicturePart)?) throws {
        let part = file.part(atLeast: scaled ? PictureSize(height: 2 * size, width: 2 * size) : nil)
        let shape: Shape = [3, part.size.height, part.size.width]
        let picture = try room.flatMap { $0.picture.shape == shape ? $0.picture : nil } ?? DecodedPicture(shape: shape)
        try file.decode(channels: 3, part: part, into: picture.bytes)
        room = (picture, part)
    }

    private func bring(
        _ bytes: [UInt8], to target: DecodedPicture, by room: inout (picture: DecodedPicture, part: PicturePart)?
    ) throws {
        let file = try PictureFile(bytes)
        try decode(file, into: &room)
        guard let (picture, part) = room else { return }
        let fit = PictureFit(channels: 3, size: Extent(size), way: .cover(Extent(size)))
        let resized = fit.resized(file.header.size)
        let resampling = Resampling(
            of: PictureWindow(allOf: part.size), box: part.box, to: resized,
            showing: fit.window(at: .middle, in: resized))
        picture.withView { resampling.write($0, into: target.bytes) }
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
