import Files
import Foundation
import Interchange
import TestSupport
import Testing

/// Bytes that `google.protobuf` and `tensorboard.compat.proto` made of the same messages, in `Tests/Seeing/tensorboard_messages.py`.
struct TensorBoardTests {
    private static let beginning =
        "09000000000000f83f1a0d627261696e2e4576656e743a32"
    private static let scalars =
        "09000000000000004010ac022a1e0a110a0a6c6f73732f747261696e150000803e0a090a02c3bc15000080bf"
    private static let picture =
        "09000000000000004010012a130a110a0170220c080210c80118032203010203"
    private static let graph =
        "227f0a3f0a05696e7075741205696e7075742a2f0a0e5f6f75747075745f736861706573121d0a1b3a19120b08ffffffffff"
        + "ffffffff011202080312020820120208200a3c0a03612f62120472656c751a05696e7075742a280a0e5f6f75747075745f73"
        + "686170657312160a143a12120b08ffffffffffffffffff01120308ac02"
    private static let histogram =
        "0900000000000000401100000000000000401900000000000008402100000000000018402900000000000028403208000000"
        + "00000000403a080000000000000840"
    private static let record =
        "0700000000000000bbd79f116e65747370656384a4ff50"

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func eventsAreTensorFlows() {
        #expect(hex(TensorBoardEvent.beginning(time: 1.5).bytes) == Self.beginning)
        let scalars = TensorBoardEvent(
            time: 2, step: 300, values: [("loss/train", .scalar(0.25)), ("ü", .scalar(-1))])
        #expect(hex(scalars.bytes) == Self.scalars)
        let picture = TensorBoardEvent(
            time: 2, step: 1, values: [("p", .picture([1, 2, 3], width: 200, height: 2, isGrey: false))])
        #expect(hex(picture.bytes) == Self.picture)
        let graph = TensorBoardEvent(
            time: 0,
            graph: [
                TensorBoardNode(name: "input", kind: "input", inputs: [], outputShape: [3, 32, 32]),
                TensorBoardNode(name: "a/b", kind: "relu", inputs: ["input"], outputShape: [300]),
            ])
        #expect(hex(graph.bytes) == Self.graph)
    }

    @Test func histogramsAreTensorFlows() throws {
        let one = try #require(TensorBoardHistogram([2, 2, .nan, 2]))
        #expect(hex(one.message.bytes) == Self.histogram)
        let many = try #require(TensorBoardHistogram((0...30).map(Float.init) + [.infinity]))
        // Buckets of width 1; the last takes its upper end too.
        #expect(many.counts == [Double](repeating: 1, count: 29) + [2] && many.limits == (1...30).map(Double.init))
        #expect(many.count == 31 && many.sum == 465 && many.least == 0 && many.largest == 30)
        #expect(TensorBoardHistogram([Float.nan]) == nil)
    }

    @Test func recordsAreTensorFlows() {
        #expect(hex(TensorBoardFile.record(Array("netspec".utf8))) == Self.record)
    }

    /// Events of steps 1 to 3, of which those up to 2 stay; then a file whose end is missing, and one with a changed byte.
    @Test func aFileIsCutAfterAStep() throws {
        let folder = try TemporaryFolder()
        let path = folder["events"]
        var file: TensorBoardFile? = try TensorBoardFile(path, time: 1)
        var lengths = [try folder.bytes("events").count]
        for step in 1...3 {
            try file?.append(TensorBoardEvent(time: 1, step: step, values: [("x", .scalar(Float(step)))]))
            lengths.append(try folder.bytes("events").count)
        }
        file = nil
        let whole = try folder.bytes("events")
        try TensorBoardFile.cut(path, after: 2)
        #expect(try folder.bytes("events") == Array(whole[..<lengths[2]]))
        for (end, kept) in [(lengths[2] - 1, lengths[1]), (lengths[1] + 3, lengths[1]), (5, 0)] {
            try folder.write(Array(whole[..<end]), to: "events")
            try TensorBoardFile.cut(path, after: 9)
            #expect(try folder.bytes("events").count == kept)
        }
        for place in [lengths[1], lengths[1] + 9, lengths[2] - 5] {
            var damaged = whole
            damaged[place] ^= 1
            try folder.write(damaged, to: "events")
            try TensorBoardFile.cut(path, after: 9)
            #expect(try folder.bytes("events").count == lengths[1])
        }
    }
}
