import Datasets
import Diagnostics
import Layers
package import Networks
import Tensors

/// Whether the batches of a training suit its pictures and its network.
extension TrainSettings {
    /// A step that takes more pictures than there are.
    package struct Excess: Hashable, Sendable {
        /// The field to blame, `batch` or `accumulate`.
        package let field: String
        /// What a step must not be, and what it is.
        package let message: String
        package let help: String
    }

    /// What is wrong with a step of more pictures than there are to learn from; nil where there are enough.
    ///
    /// - Parameter described: the pictures, for the message: `43 training pictures`.
    package func excess(over pictures: Int, described: String) -> Excess? {
        guard picturesInStep > pictures else { return nil }
        guard accumulate > 1 else {
            return Excess(
                field: "batch", message: "`batch` must be at most the \(described), found \(batch)",
                help: "write `batch: \(max(1, pictures))` or less")
        }
        let (fitting, times) = (pictures / accumulate, pictures / batch)
        let help =
            switch (fitting, times) {
            case (0, 0): "write `accumulate: 1` and `batch: \(max(1, pictures))` or less"
            case (0, _): "write `accumulate: \(times)` or less"
            default: "write `batch: \(fitting)` or less, or a lower `accumulate`"
            }
        return Excess(
            field: batch > pictures ? "batch" : "accumulate",
            message:
                "a step must have at most the \(described), and `accumulate: \(accumulate)` batches of \(batch) have "
                + "\(picturesInStep)",
            help: help)
    }

    /// Refuses batches that the pictures cannot fill, and those of which the network cannot learn.
    ///
    /// - Throws: `DataError`, `TrainingError`; `InputMisfit` where the network does not allow a phase's pictures.
    func check(pictures: Int, of name: String, _ network: Network) throws {
        if let excess = excess(over: pictures, described: "\(counted(pictures, "training picture")) of `\(name)`") {
            throw DataError(excess.message, help: excess.help)
        }
        try checkLastBatch(of: network, pictures: pictures)
    }

    /// Pictures of an epoch's last batch where they do not fill it and are not left out; 0 where there is none.
    package func partialCount(pictures: Int) -> Int { keepsPartialBatch ? pictures % batch : 0 }

    /// Refuses an epoch whose last batch is a single picture, of which a batch normalisation has one value of a channel to learn
    /// from.
    ///
    /// - Parameters:
    ///   - network: on pictures of their own size; those of the phases are looked at too.
    ///   - pictures: that there are to learn from.
    /// - Throws: `TrainingError`; `InputMisfit` where the network does not allow a phase's pictures.
    private func checkLastBatch(of network: Network, pictures: Int) throws {
        let last = partialCount(pictures: pictures)
        guard last == 1 else { return }
        for network in [network] + (try sizes.map { try network.onPictures(of: $0.shape(of: network.inputShape)) }) {
            guard let node = network.normsOfOneValue(batch: last).first else { continue }
            throw TrainingError(
                "`\(network.nodes[node].path)` must have more than one value of a channel to learn from, and the last batch of "
                    + "an epoch, 1 of \(pictures) pictures in batches of \(batch), has one",
                help: "write another `batch`, or `partial-batch: drop`")
        }
    }
}

extension Network {
    /// The nodes that subtract each channel's mean over a batch where that is a single value: the mean is the value itself.
    package func normsOfOneValue(batch: Int) -> [Int] {
        nodes.indices.filter { node in
            nodes[node].layer.subtractsChannelMeans
                && nodes[node].inputShapes[0].lengths.dropFirst().reduce(batch, *) == 1
        }
    }
}
