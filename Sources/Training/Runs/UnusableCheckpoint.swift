import Files
import Interchange

/// A checkpoint that a training cannot be taken up from, because its files are damaged, missing or not what their names say.
package struct UnusableCheckpoint: Error, Hashable, CustomStringConvertible {
    package let checkpoint: Checkpoint
    /// What is wrong, with the file.
    package let reason: String
    /// The files that are no longer what was written.
    let damaged: [String]

    init(_ checkpoint: Checkpoint, reason: String, damaged: [String]) {
        self.checkpoint = checkpoint
        self.reason = reason
        self.damaged = damaged
    }

    package var description: String { "the checkpoint of step \(checkpoint.step) cannot be used: \(reason)" }
}

extension Checkpoint {
    /// Opens one of the checkpoint's files, once its checksum is found to be right.
    ///
    /// - Throws: `UnusableCheckpoint`, `FileError`
    func reader(of path: String) throws -> SafetensorsReader {
        guard exists(path) else {
            throw UnusableCheckpoint(self, reason: "there is no `\(path)`", damaged: [])
        }
        do {
            let reader = try SafetensorsReader(path)
            try reader.verify()
            return reader
        } catch let error as SafetensorsError {
            throw UnusableCheckpoint(self, reason: "\(error)", damaged: [path])
        } catch let error as FileError where error.cause == .irregular {
            throw UnusableCheckpoint(self, reason: "\(error)", damaged: [path])
        }
    }
}
