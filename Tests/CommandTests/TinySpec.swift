import Foundation
import TestSupport
import Testing

/// A spec that trains in a moment: eight steps an epoch, on pictures that need no files.
enum TinySpec {
    static let text = """
        netspec: 1
        name: tiny
        input: {channels: 3, height: 32, width: 32}
        classes: 10
        network:
          - convolution: {name: conv, filters: 4, kernel: 3, stride: 4}
          - relu
          - global-average-pool: {name: pool}
          - linear: {name: scores, outputs: 10}
        lint: {unseen-input: off}
        data: {source: {synthetic: {train: 256, test: 64}}}
        train: {epochs: 1, batch: 32, optimizer: {sgd: {rate: 0.05, momentum: 0.9}}}

        """

    /// 3·3·3·4 + 4 and 4·10 + 10.
    static let parameters = 162
    /// 27 weights at 4 filters and 8×8 places, and 40 weights.
    static let multiplyAdds = 27 * 4 * 64 + 40

    /// A folder with `tiny.yaml`.
    static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "tiny.yaml")
        return folder
    }

    /// A folder with `tiny.yaml` and a finished run of it, `run`.
    static func folderWithRun() throws -> TemporaryFolder {
        let folder = try folder()
        try train(folder).expectSuccess()
        return folder
    }

    /// `train tiny.yaml --run run`, with one thread.
    static func train(_ folder: TemporaryFolder, _ more: String..., prelude: String? = nil) throws -> Outcome {
        try Program.netspec.run(
            ["train", "tiny.yaml", "--run", "run", "--threads", "1"] + more, in: folder, prelude: prelude)
    }
}
