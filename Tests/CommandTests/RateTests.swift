import Foundation
import TestSupport
import Testing

/// `netspec rate`: eight steps an epoch, of a schedule that rises for an epoch and then falls in halves.
struct RateTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    private func rate(_ arguments: String...) throws -> Outcome {
        try Program.netspec.run(
            [
                "rate", "tiny.yaml", "--set", "train.epochs=4", "--set", "train.warmup=1", "--set",
                "train.schedule={step: {every: 1, factor: 0.5}}",
            ] + arguments, in: folder)
    }

    /// By hand: eighths of 0.05, then 0.05, 0.025 and 0.0125 for eight steps each.
    private static let expected =
        (1...8).map { Double($0) / 8 * 0.05 } + [0.05, 0.025, 0.0125].flatMap { [Double](repeating: $0, count: 8) }

    @Test func asCSV() throws {
        let outcome = try rate("--format", "csv")
        outcome.expectSuccess()
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 33 && lines[0] == "step,epoch,rate")
        for (number, (line, rate)) in zip(lines.dropFirst(), Self.expected).enumerated() {
            let fields = line.split(separator: ",")
            #expect(Int(fields[0]) == number + 1 && Int(fields[1]) == number / 8 + 1)
            #expect(abs((Double(fields[2]) ?? .nan) - rate) < 1e-15)
        }
        let few = try rate("--format", "csv", "--every", "10").output.split(separator: "\n")
        #expect(few.dropFirst().map { $0.split(separator: ",")[0] } == ["1", "11", "21", "31", "32"])
    }

    @Test func asJSON() throws {
        let result = try rate("--format", "json").object()
        #expect(
            result.keys.sorted() == [
                "epochs", "goesByEvaluations", "highest", "name", "rates", "schedule", "steps", "stepsPerEpoch",
            ])
        #expect(result["steps"] as? Int == 32 && result["stepsPerEpoch"] as? Int == 8)
        #expect((result["highest"] as? [String: Any])?["step"] as? Int == 8)
        #expect((result["rates"] as? [[String: Any]])?.compactMap { $0["rate"] as? Double }.count == 32)
    }

    @Test func drawn() throws {
        let outcome = try rate()
        outcome.expectSuccess()
        let lines = outcome.output.components(separatedBy: "\n")
        #expect(lines[0] == "tiny: step, warm-up over 1 epoch, 4 epochs of 8 steps")
        #expect(outcome.output.contains("first 0.00625, highest 0.05 at step 8 in epoch 1, last 0.0125"))
        #expect(!outcome.output.contains("\u{1B}"))
        #expect(lines.allSatisfy { $0.count <= 80 })
        // The highest row is full where the rate is highest, from the end of the warm-up to the end of the second epoch.
        let top = try #require(lines.first { $0.contains(" ┤") })
        #expect(top.hasPrefix(" 0.05 ┤"))
        let full = top.dropFirst(7).enumerated().filter { $0.element == "█" }.map(\.offset)
        #expect(abs((full.first ?? 0) - 73 * 7 / 32) <= 2 && abs((full.last ?? 0) - 73 * 16 / 32) <= 2, "\(top)")
        #expect(lines.contains { $0.hasPrefix("    0 └──") })
    }

    @Test(arguments: [20, 33, 60, 200]) func fitsTheTerminal(columns: UInt16) throws {
        let text = try Program.netspec.screen(["rate", "tiny.yaml"], in: folder, columns: columns)
        for line in text.components(separatedBy: "\n") { #expect(line.count <= Int(columns), "\(line)") }
        #expect(text.contains("┤") && text.contains("0.05"))
    }

    @Test func takesTheStepsThatItIsGiven() throws {
        let result = try rate("--steps-per-epoch", "100", "--format", "json").object()
        #expect(result["steps"] as? Int == 400)
        try rate("--steps-per-epoch", "0").expectRefusal(64, "--steps-per-epoch must be from 1 to 1000000000, found 0")
    }

    /// Five pictures in MNIST's files are two steps of two; of the usual 60,000 there are 30,000.
    @Test func countsThePicturesOfAFolder() throws {
        try folder.write(
            """
            netspec: 1
            input: {channels: 1, height: 28, width: 28}
            network: [{linear: {outputs: 10}}]
            data: {source: mnist}
            train: {epochs: 3, batch: 2, optimizer: {sgd: {rate: 0.01}}}

            """, to: "digits.yaml")
        func bytes(_ numbers: [UInt32]) -> [UInt8] {
            numbers.flatMap { number in withUnsafeBytes(of: number.bigEndian, Array.init) }
        }
        try folder.makeFolder("small")
        for (stem, count) in [("train", UInt32(5)), ("t10k", 2)] {
            try folder.write(
                bytes([2051, count, 28, 28]) + [UInt8](repeating: 0, count: 784 * Int(count)),
                to: "small/\(stem)-images-idx3-ubyte")
            try folder.write(
                bytes([2049, count]) + [UInt8](repeating: 3, count: Int(count)), to: "small/\(stem)-labels-idx1-ubyte")
        }
        func steps(_ arguments: String..., prelude: String? = nil) throws -> (Int?, Bool) {
            let outcome = try Program.netspec.run(
                ["rate", "digits.yaml", "--format", "json"] + arguments, in: folder, prelude: prelude)
            outcome.expectSuccess()
            return (try outcome.object()["stepsPerEpoch"] as? Int, outcome.messages.contains("60000 training pictures"))
        }
        #expect(try steps() == (30_000, true))
        #expect(try steps("--data", "small") == (2, false))
        #expect(try steps(prelude: "export NETSPEC_DATA=small") == (2, false))
        #expect(try steps(prelude: "export NETSPEC_DATA=elsewhere") == (30_000, true))
        try Program.netspec.run(["rate", "digits.yaml", "--data", "elsewhere"], in: folder).expectRefusal(
            1, "elsewhere")
    }

    @Test func needsATraining() throws {
        try folder.write(
            "netspec: 1\ninput: {channels: 1, height: 1, width: 1}\nnetwork: [{linear: {outputs: 2}}]\n",
            to: "plain.yaml")
        try Program.netspec.run(["rate", "plain.yaml"], in: folder).expectRefusal(1, "needs the field `train`")
    }
}
