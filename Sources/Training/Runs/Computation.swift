import Execution
import Files
import FoundationEssentials

/// What decides about the bits of a run beside its spec and its data: by which library, on which processor, on how many
/// threads, and by which program it computes. Kept as `computation.json`.
struct Computation: Hashable, Sendable {
    /// By name, as the file has it.
    let conditions: [String: String]

    private static let programKey = "program"
    private static let passesKey = "passes"

    /// - Parameters:
    ///   - passes: the names of the rewrites that the plans went through.
    ///   - profiles: of the programs, with the algorithms that were chosen.
    init(_ backend: any Backend, passes: [String], profiles: [[OperationProfile]]) {
        var crc = CRC32()
        for operation in profiles.joined() {
            let parts = [
                operation.pass.rawValue, operation.nodes.map { "\($0)" }.joined(separator: ","), operation.name,
                operation.implementation, operation.layouts,
            ]
            crc.add(Array((parts.joined(separator: "\t") + "\n").utf8))
        }
        conditions = backend.conditions.merging([
            Self.programKey: crc.text, Self.passesKey: passes.joined(separator: " "),
        ]) { $1 }
    }

    /// Reads a run's file; nil where there is none, or none that can be read.
    init?(path: String) {
        guard let text = try? Files.text(ofFile: path, limit: 1 << 20, takesStreams: false),
            let conditions = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        else { return nil }
        self.conditions = conditions
    }

    func write(to path: String) throws {
        try DurableFile.write(try encodedJSON(conditions) + [UInt8(ascii: "\n")], to: path)
    }

    /// How this differs from what a run began with, for its user; empty where the bits are the same.
    ///
    /// Passes count by the programs that they make, and so do algorithms.
    func differences(from beginning: Computation) -> [String] {
        func isOther(_ key: String) -> Bool { conditions[key] != beginning.conditions[key] }
        let keys = Set(conditions.keys).union(beginning.conditions.keys).subtracting([Self.programKey, Self.passesKey])
        let others = keys.sorted().filter(isOther).map { key in
            "\(key) was `\(beginning.conditions[key] ?? "")` and is `\(conditions[key] ?? "")`"
        }
        guard others.isEmpty, isOther(Self.programKey) else { return others }
        return [isOther(Self.passesKey) ? "it goes by other passes" : "it goes by other algorithms of convolutions"]
    }
}
