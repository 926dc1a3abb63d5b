package import Tensors

/// How a split is cut into batches.
package struct BatchPlan: Sendable {
    package enum Phase: Sendable {
        /// Changed by the augmentations, shuffled if the settings say so, epoch after epoch without an end. The
        /// pictures at the end of an epoch that do not fill a batch are a smaller batch, or are left out of that epoch.
        case training
        /// As they are and in order, each exactly once; the last batch may have fewer pictures than its size.
        case evaluation
    }

    package let phase: Phase
    package let batchSize: Int
    /// Whether an epoch of a training ends in a smaller batch where its pictures do not fill the last.
    package let keepsPartialBatch: Bool
    /// Sizes of training pictures other than their own.
    package let sizes: [SizePhase]
    package let seed: UInt64
    /// Where to begin: a run that was interrupted goes on with the batch it would have had next.
    package let firstEpoch: Int
    package let firstBatch: Int
    /// In training: an epoch has a multiple of so many batches; what is beyond is left out of it.
    package let batchesInStep: Int

    package init(
        _ phase: Phase, batchSize: Int, keepsPartialBatch: Bool = false, sizes: [SizePhase] = [], seed: UInt64 = 0,
        firstEpoch: Int = 0, firstBatch: Int = 0, batchesInStep: Int = 1
    ) {
        self.phase = phase
        self.batchSize = batchSize
        self.keepsPartialBatch = keepsPartialBatch
        self.sizes = sizes
        self.seed = seed
        self.firstEpoch = firstEpoch
        self.firstBatch = firstBatch
        self.batchesInStep = batchesInStep
    }

    /// The number of batches of an epoch.
    package func batchCount(pictures: Int) -> Int {
        dropsLast
            ? pictures / (batchSize * batchesInStep) * batchesInStep : (pictures + batchSize - 1) / batchSize
    }

    /// What size the pictures of an epoch have; nil for their own.
    package func size(inEpoch epoch: Int) -> SizePhase? { phase == .training ? sizes.phase(ofEpoch: epoch) : nil }

    /// The largest shape of a picture in any phase.
    package func largestPicture(_ shape: Shape) -> Shape {
        sizes.map { $0.shape(of: shape) }.reduce(shape) { $1.elementCount > $0.elementCount ? $1 : $0 }
    }

    private var dropsLast: Bool { phase == .training && !keepsPartialBatch }

    /// Places of a batch with so many pictures: what is kept of a training's epoch is a batch of its own size, since all that
    /// is computed of a batch, such as the means of batch normalisation, is of the pictures that are there.
    package func places(for count: Int) -> Int { phase == .training ? count : batchSize }
}
