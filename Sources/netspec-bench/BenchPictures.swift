import ArgumentParser
import Dispatch
import Files
import Pictures
import Pixels
import Tensors

/// Decodes picture files and brings them to the size that a network is evaluated on, on one thread.
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
        let contents = try files.map { try bytes(ofFile: $0, limit: 1 << 30) }
        var (decoding, all) = (Double.infinity, Double.infinity)
        for _ in 0..<rounds {
            decoding = min(decoding, try seconds { for bytes in contents { _ = try decode(bytes) } })
            all = min(all, try seconds { for bytes in contents { try bring(try decode(bytes)) } })
        }
        print("decoded: \(perSecond(decoding)) pictures/s")
        print("decoded and brought to \(size)×\(size): \(perSecond(all)) pictures/s")
    }

    private func decode(_ bytes: [UInt8]) throws -> DecodedPicture {
        try PictureFile(bytes).decoded(
            channels: 3, atLeast: scaled ? PictureSize(height: 2 * size, width: 2 * size) : nil)
    }

    private func bring(_ picture: DecodedPicture) throws {
        let target = try DecodedPicture(shape: [3, size, size])
        let view = CentralView(shorterSide: size, size: PictureSize(height: size, width: size))
        picture.withView { view.write($0, into: target.bytes) }
    }

    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = DispatchTime.now().uptimeNanoseconds
        try body()
        return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    }

    private func perSecond(_ seconds: Double) -> Int { Int(Double(files.count) / seconds) }
}
