import TestSupport
import Testing

/// A data folder that is not what it should be: exit code 1, and no run.
struct DataTests {
    private static let folderName = "data/cifar-10-batches-bin"
    private let folder: TemporaryFolder

    /// Six small files in the format of CIFAR-10, and a spec for them.
    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            TinySpec.text.replacing("{synthetic: {train: 256, test: 64}}", with: "cifar10")
                .replacing("batch: 32", with: "batch: 10"), to: "tiny.yaml")
        for number in 1...5 { try write(records: 20, to: "data_batch_\(number).bin") }
        try write(records: 30, to: "test_batch.bin")
    }

    private func write(records: Int, label: UInt8? = nil, dropping count: Int = 0, to name: String) throws {
        let bytes = (0..<records).flatMap { record in
            let picture = (0..<3072).map { UInt8(truncatingIfNeeded: $0 &* record) }
            return [record == records - 1 ? label ?? 3 : UInt8(record % 10)] + picture
        }
        try folder.write([UInt8](bytes.dropLast(count)), to: "\(Self.folderName)/\(name)")
    }

    private func expectRefusal(_ code: Int32, _ words: String..., location: SourceLocation = #_sourceLocation) throws {
        let outcome = try TinySpec.train(folder, "--data", "data")
        outcome.expectRefusal(code, location: location)
        for word in words { #expect(outcome.messages.contains(word), "\(outcome.messages)", sourceLocation: location) }
        #expect(!folder.exists("run"), sourceLocation: location)
    }

    @Test func soundFilesAreTrainedOn() throws {
        let outcome = try TinySpec.train(folder, "--data", "data")
        outcome.expectSuccess()
        #expect(outcome.messages.contains("next: netspec eval run --data data"))
        let result = try Program.netspec.run(
            ["eval", "run", "--data", Self.folderName, "--format", "json"], in: folder
        ).object()
        #expect(result["samples"] as? Int == 30)
        #expect(result["classes"] as? [String] != nil)
    }

    @Test func folderMayBeInTheEnvironment() throws {
        try TinySpec.train(folder, "--max-steps", "1", prelude: "export NETSPEC_DATA=data").expectSuccess()
    }

    @Test func truncatedFile() throws {
        try write(records: 20, dropping: 100, to: "data_batch_3.bin")
        try expectRefusal(1, "data_batch_3.bin` is cut short in record 20", "help: get the file again")
        try write(records: 0, to: "data_batch_3.bin")
        try expectRefusal(1, "data_batch_3.bin` is cut short in record 1")
    }

    @Test func labelOutOfRange() throws {
        try write(records: 20, label: 10, to: "test_batch.bin")
        try expectRefusal(1, "the label of record 20 in", "test_batch.bin` must be from 0 to 9, found 10", "help:")
    }

    @Test func missingFiles() throws {
        try folder.remove("\(Self.folderName)/data_batch_2.bin")
        try expectRefusal(1, "lacks `data_batch_2.bin` of the data set `cifar10`", "help:")
        try folder.remove(Self.folderName)
        try expectRefusal(1, "neither `data` nor `\(Self.folderName)` holds the files of `cifar10`")
        try folder.remove("data")
        try expectRefusal(1, "there is no folder `data`", "help:")
    }

    @Test func noFolder() throws {
        try TinySpec.train(folder).expectRefusal(1, "no data folder is given", "--data", "NETSPEC_DATA")
    }
}
