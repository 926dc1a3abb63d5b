import Diagnostics
import Networks
import Recipes

/// Whether the batches of a training suit its pictures and its network.
extension TrainSettings {
    /// Refuses batches that the pictures cannot fill, and those of which the network cannot learn.
    ///
    /// - Throws: `DataError`, `TrainingError`; `InputMisfit` where the network does not allow a phase's pictures.
    func check(pictures: Int, of name: String, _ network: Network) throws {
        if let excess = excess(over: pictures, described: "\(counted(pictures, "training picture")) of `\(name)`") {
            throw DataError(excess.message, help: excess.help)
        }
        try checkLastBatch(of: network, pictures: pictures)
    }

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
