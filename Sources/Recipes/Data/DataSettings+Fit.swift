import SpecSyntax
package import Tensors

/// A change that a picture goes through on its way to the network.
package struct PictureStep: Sendable {
    package let augmentation: any Augmentation
    /// By which its draws are keyed: the place in `augment`, or one behind them all.
    package let place: Int
}

extension DataSettings {
    /// The same for a network whose input has this shape, `[C, H, W]`: pictures that have whatever size and colours they have are
    /// brought to that.
    package func fitted(to input: Shape) -> DataSettings {
        guard source.takesInputShape else { return self }
        let fitted = source.reading(channels: input[0])
        return DataSettings(
            source: fitted, augmentations: augmentations, normalization: ownNormalization, shuffles: shuffles,
            validation: validation, validationSeed: validationSeed, mixtures: mixtures, sampling: sampling,
            resize: resize,
            fit: (resize ?? .usual).fit(to: input))
    }

    /// Whether training cuts out of pictures as they are, and not as they are resized for evaluation.
    package var trainsOnWholePictures: Bool { fit != nil && augmentations.contains(where: \.takesAnySize) }

    /// The changes of a picture, in their order. Pictures that are brought to the input's size are resized before, but for
    /// training where `trainsOnWholePictures` says so.
    package func steps(in phase: BatchPlan.Phase) -> [PictureStep] {
        let own = augmentations.enumerated().map { PictureStep(augmentation: $0.element, place: $0.offset) }
        guard let fit else { return own }
        let steps = phase == .training ? own : own.filter { !$0.augmentation.takesAnySize }
        let cut = PictureStep(
            augmentation: MiddleCut(fit: fit, place: cutPlace), place: augmentations.count + 1)
        // What is cut by an augmentation is cut from all of the picture.
        return steps.contains { $0.augmentation.outputSize != nil } ? steps + [cut] : [cut] + steps
    }

    /// The shape of pictures that are brought to the input's: that, or where the augmentations make them too small for it, theirs.
    func fittedShape(_ fit: PictureFit) throws(DataError) -> Shape {
        var shape: Shape = [fit.channels, fit.box.height, fit.box.width]
        for augmentation in augmentations {
            if augmentation.takesAnySize, let size = augmentation.outputSize {
                shape = [fit.channels, size.height, size.width]
            } else {
                shape = try augmentation.outputShape(of: shape)
            }
        }
        return shape[1] < fit.size.height || shape[2] < fit.size.width ? shape : fit.shape
    }
}
