import Diagnostics
import Layers
import Networks
import Recipes
import SpecModules
import SpecSyntax
import Tensors

extension Spec {
    /// In training a channel's mean over a single value is that value: the output is the shift alone, and no gradient goes back.
    /// So no batch may be a single picture where a batch normalisation gets one number of each channel, in any phase.
    func checkBatchNorms(of network: Network, into collector: DiagnosticCollector) {
        guard let training, let lone = lonePicture(training) else { return }
        var reported: Set<Int> = []
        for (network, note) in [(network, nil)] + networksOfPhases(of: network, training) {
            for node in network.normsOfOneValue(batch: 1) where reported.insert(node).inserted {
                guard let layer = network.nodes[node].origin else { continue }
                collector.report(
                    Diagnostic(
                        .singleValue,
                        "`\(layer.path)` must have more than one value of a channel to learn from, and with \(lone.batch) "
                            + "\(network.nodes[node].inputShapes[0]) is one: its mean is itself, and nothing before it learns",
                        at: layer.kindSpan, help: "\(lone.help), or remove `\(layer.path)`",
                        notes: [lone.note, note].compactMap { $0 } + layer.trace))
            }
        }
    }

    /// A batch of one picture that the training has, in words, what to do against it, and where it is written. Nil where there
    /// is none, or none is known before the pictures are read.
    private func lonePicture(_ training: TrainSettings) -> (batch: String, help: String, note: Diagnostic.Note)? {
        if training.batch == 1 {
            return (
                "a batch of 1", "write `batch: 2` or more in `train`",
                Diagnostic.Note("the batch is here", at: written["train.batch"]?.span)
            )
        }
        guard let pictures = data?.exactTrainingCount, training.partialCount(pictures: pictures) == 1 else {
            return nil
        }
        return (
            "the last batch of an epoch, 1 of \(pictures) pictures in batches of \(training.batch),",
            "write another `batch` or `partial-batch: drop` in `train`",
            Diagnostic.Note("the last batch is kept here", at: written["train.partial-batch"]?.span)
        )
    }

    /// The network on the pictures of each phase, and where that is written; without phases that do not suit it, which are
    /// reported elsewhere.
    private func networksOfPhases(
        of network: Network, _ training: TrainSettings
    ) -> [(Network, Diagnostic.Note?)] {
        training.sizes.enumerated().compactMap { number, phase in
            let place = written["train.sizes.\(number).size"] ?? written["train.sizes.\(number)"]
            let note = Diagnostic.Note("pictures have this size", at: place?.span)
            return (try? network.onPictures(of: phase.shape(of: network.inputShape))).map { ($0, note) }
        }
    }
}
