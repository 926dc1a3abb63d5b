import Foundation
import Pixels
import Tensors
import Testing

@Suite("agreement with Pillow") struct ResamplingTests {
    /// Bit for bit; see `resampling.py`.
    @Test(arguments: try ResamplingFixture.all()) fileprivate func resample(_ fixture: ResamplingFixture) {
        let picture = fixture.picture
        var found = [UInt8](repeating: 0, count: fixture.bytes.count)
        picture.withUnsafeBufferPointer { picture in
            found.withUnsafeMutableBufferPointer { target in
                write(fixture, PictureView(picture, shape: Shape(fixture.shape)), into: target)
            }
        }
        #expect(found == [UInt8](fixture.bytes))
    }

    private func write(
        _ fixture: ResamplingFixture, _ picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        let size = PictureSize(height: fixture.size[0], width: fixture.size[1])
        Resampling(of: window(fixture.window), to: size, showing: fixture.shown.map(window)).write(
            picture, into: target)
    }

    private func window(_ numbers: [Int]) -> PictureWindow {
        PictureWindow(top: numbers[0], left: numbers[1], height: numbers[2], width: numbers[3])
    }
}

/// A case of `resampling.json`.
private struct ResamplingFixture: Decodable, Sendable, CustomStringConvertible {
    let shape: [Int]
    let window: [Int]
    let size: [Int]
    let shown: [Int]?
    let bytes: Data

    var description: String { "\(shape) \(window) → \(size)" }

    var picture: [UInt8] {
        var state: UInt32 = 1
        return (0..<shape.reduce(1, *)).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
    }

    static func all() throws -> [ResamplingFixture] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: file.appendingPathComponent("resampling.json"))
        return try JSONDecoder().decode([ResamplingFixture].self, from: data)
    }
}
