import Foundation
import TestSupport
import Testing

/// `Specs/pictures.md` as a reader follows it, on a few made-up pictures and for one epoch.
struct GuideTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Specs/pictures.md")

    private func blocks(_ language: String) throws -> [String] {
        try String(contentsOf: Self.page, encoding: .utf8).components(separatedBy: "```\(language)\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
    }

    @Test func everyCommandOfThePageRuns() throws {
        let folder = try TemporaryFolder()
        for number in 0..<24 {
            let planes = (0..<3 * 50 * 60).map {
                UInt8(truncatingIfNeeded: number % 2 * 90 + number * 3 + $0 % (7 + number))
            }
            try folder.write(
                PNGFile.bytes(planes: planes, channels: 3, height: 50, width: 60),
                to: "photos/\(number % 2 == 0 ? "cat" : "dog")/\(number).png")
        }
        try folder.write(folder.bytes("photos/cat/0.png"), to: "holiday.jpg")
        let spec = try blocks("yaml")
        #expect(spec.count == 1)
        try folder.write(spec[0], to: "nets/pets.yaml")
        let commands = try blocks("sh").flatMap { $0.split(separator: "\n") }.map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(commands.count <= 10 && commands.allSatisfy { $0[0] == "netspec" })
        var served = false
        for command in commands {
            switch command[1] {
            case "train":
                let more = ["--set", "train.epochs=1", "--set", "train.batch=8", "--threads", "1"]
                try Program.netspec.run(Array(command.dropFirst()) + more, in: folder).expectSuccess()
            case "serve":
                let program = try Program.netspec.start(Array(command.dropFirst()) + ["--port", "0"], in: folder)
                try program.wait(for: "an address") {
                    try program.output().contains("serving pets on http://127.0.0.1:")
                }
                kill(program.process.processIdentifier, SIGINT)
                try program.outcome().expectSuccess()
                served = true
            default: try Program.netspec.run(Array(command.dropFirst()), in: folder).expectSuccess()
            }
        }
        #expect(served)
        #expect(folder.exists("runs/pets/report.html") && folder.exists("pets.safetensors"))
        #expect(folder.names("why").count == 1 && folder.names("why")[0].hasPrefix("holiday-"))
    }
}
