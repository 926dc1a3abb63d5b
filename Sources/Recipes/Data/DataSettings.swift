import Diagnostics
package import SpecSyntax
package import Tensors

/// What a spec says of its data: `{source: cifar10, augment: [{random-crop: {size: 32, pad: 4}}, horizontal-flip]}`.
package struct DataSettings: Sendable {
    package let source: any DataSource
    package internal(set) var augmentations: [any Augmentation]
    package let normalization: Normalization
    /// Whether the order of the training pictures is another in every epoch.
    package let shuffles: Bool
    /// What is held out of the training pictures; nil for nothing.
    package let validation: HeldOut?
    /// What decides which pictures are held out.
    package let validationSeed: UInt64
    /// Of these, one is drawn for each training batch, to mix its pictures with each other; none for no mixing.
    package let mixtures: [any Mixture]
    package let sampling: Sampling
    /// What the spec says of how pictures of any size are resized; nil where it says nothing.
    package let resize: ResizeChoice?
    /// How pictures of any size become the network's input; nil for a source whose pictures have one shape, and where that of
    /// the input is not known.
    package let fit: PictureFit?
    /// Where evaluation cuts the network's size out of pictures that are resized.
    package internal(set) var cutPlace = CropPlace.middle
    /// What the spec says; nil for the source's own.
    let ownNormalization: NormalizationChoice?

    package init(
        source: any DataSource, augmentations: [any Augmentation] = [], normalization: Normalization? = nil,
        shuffles: Bool = true, validation: HeldOut? = nil, validationSeed: UInt64 = 0, mixtures: [any Mixture] = [],
        sampling: Sampling = .each
    ) {
        self.init(
            source: source, augmentations: augmentations, normalization: normalization.map { .constants($0) },
            shuffles: shuffles, validation: validation, validationSeed: validationSeed, mixtures: mixtures,
            sampling: sampling, resize: nil, fit: nil)
    }

    init(
        source: any DataSource, augmentations: [any Augmentation], normalization: NormalizationChoice?, shuffles: Bool,
        validation: HeldOut?, validationSeed: UInt64, mixtures: [any Mixture], sampling: Sampling,
        resize: ResizeChoice?, fit: PictureFit?
    ) {
        self.sampling = sampling
        ownNormalization = normalization
        self.resize = resize
        self.fit = fit
        self.source = source
        self.augmentations = augmentations
        self.normalization = normalization?.constants(channels: source.channels) ?? source.normalization
        self.shuffles = shuffles
        self.validation = validation
        self.validationSeed = validationSeed
        self.mixtures = mixtures
    }

    /// How many pictures there are to learn from, those held out not counted, as far as `DataSource.trainingCount` tells;
    /// nil where that is not known before they are read.
    package var trainingCount: Int? { source.trainingCount.map(withoutHeldOut).flatMap { $0 > 0 ? $0 : nil } }

    /// The same, where there cannot be others in the source's files; nil otherwise.
    package var exactTrainingCount: Int? { source.hasOneSet ? trainingCount : nil }

    /// The most that there can be; nil where that is not known before they are read.
    package var mostTrainingPictures: Int? { source.mostTrainingPictures.map(withoutHeldOut) }

    private func withoutHeldOut(_ pictures: Int) -> Int { pictures - (validation?.count(of: pictures) ?? 0) }

    /// The shape `[C, H, W]` in which the network gets the pictures, after all augmentations.
    ///
    /// - Throws: `DataError` when an augmentation does not suit the pictures, or pictures of several shapes stay such.
    package func pictureShape() throws(DataError) -> Shape {
        if let fit { return try fittedShape(fit) }
        var shape = source.shape
        for augmentation in augmentations {
            if let known = shape {
                shape = try augmentation.outputShape(of: known)
            } else {
                shape = augmentation.outputSize.map { [source.channels, $0.height, $0.width] }
            }
        }
        guard let shape else {
            throw DataError(
                "the pictures have several sizes, and no augmentation brings them to one",
                help: "begin `augment` with `random-resized-crop: {size: …}`")
        }
        return shape
    }

    /// Reads and declares the fields; those that contradict each other are reported too.
    package static func read(_ fields: FieldReader) -> DataSettings {
        let source = fields.required(
            "source", .choice(of: "a data source", DataSourceCatalogue.choices, placeholder: SyntheticShapes()),
            help: "where the pictures come from")
        let usual = DataSettings(source: source)
        let augmentations = fields.optional(
            "augment",
            .list(of: .choice(of: "an augmentation", AugmentationCatalogue.choices, placeholder: HorizontalFlip())),
            default: usual.augmentations, help: "random changes to the training pictures, in this order")
        let normalization = fields.ifPresent(
            "normalize", .normalization,
            help: "what is subtracted from each channel and what it is divided by; the set's own constants if left out")
        let resize = fields.ifPresent(
            "resize", .resize,
            help:
                "how pictures of any size are resized before the middle is cut out: to cover 256 for each 224 of `input` from 64 on, "
                + "`input` below, if left out")
        let shuffles = fields.optional(
            "shuffle", .boolean, default: usual.shuffles, help: "whether each epoch has an order of its own")
        let validation = fields.ifPresent(
            "validation", .heldOut,
            help: "training pictures that are held out: how many, or which share of them; of each class alike")
        let validationSeed = UInt64(
            fields.optional(
                "validation-seed", .integer(0...), default: Int(usual.validationSeed),
                help: "another seed holds out other pictures"))
        let mixtures = fields.optional(
            "mix", .list(of: .choice(of: "a mixture", MixtureCatalogue.choices, placeholder: MixUp())),
            default: usual.mixtures,
            help:
                "how the pictures of a training batch are mixed with each other; one of the list is drawn for each batch"
        )
        let sampling = fields.optional(
            "sampling", .word(["each": .each, "balanced": .balanced]), default: usual.sampling,
            help: "which training pictures an epoch has: each once, or as many of every class")
        let settings = DataSettings(
            source: source, augmentations: augmentations,
            normalization: normalization, shuffles: shuffles, validation: validation,
            validationSeed: validationSeed, mixtures: mixtures, sampling: sampling, resize: resize, fit: nil)
        if !fields.failed { settings.check(fields) }
        return settings
    }

    /// Which training pictures an epoch has.
    package enum Sampling: String, Sendable {
        case each, balanced
    }

    private func check(_ fields: FieldReader) {
        checkHeldOut(fields)
        if sampling == .balanced, !shuffles {
            fields.report(
                Diagnostic(
                    .contradiction, "`sampling: balanced` draws an order for each epoch, and `shuffle` is `false`",
                    at: fields.span(of: "sampling"), help: "remove `shuffle`, or write `sampling: each`"))
        }
        if source.takesInputShape { return }
        if resize != nil {
            fields.report(
                Diagnostic(
                    .contradiction, "`resize` is for pictures of any size, and those of this source have one",
                    at: fields.span(of: "resize"), help: "remove `resize`"))
        }
        let channels = source.channels
        if normalization.mean.count != channels {
            fields.report(
                Diagnostic(
                    .wrongCount,
                    "`normalize` must have \(channels) \(channels == 1 ? "number" : "numbers") for "
                        + "the channels of the pictures, found \(normalization.mean.count)",
                    at: fields.span(of: "normalize"),
                    help: "give `mean` and `deviation` \(channels == 1 ? "one number" : "\(channels) numbers") each"))
        }
        guard var shape = source.shape else { return }
        for (place, augmentation) in augmentations.enumerated() {
            do throws(DataError) {
                shape = try augmentation.outputShape(of: shape)
            } catch {
                let span = fields.span(of: "augment", item: place)
                return fields.report(Diagnostic(.impossibleShape, error.message, at: span, help: error.help))
            }
        }
    }
}

extension DataSettings {
    private func checkHeldOut(_ fields: FieldReader) {
        guard let validation, let pictures = source.mostTrainingPictures else { return }
        let count = validation.count(of: pictures)
        let most = pictures - source.leastKept
        guard count < 1 || count > most else { return }
        let limit = source.leastKept > 1 ? "leave \(source.leastKept), one of each class," : "hold out fewer than all"
        fields.report(
            Diagnostic(
                .heldOut,
                count < 1
                    ? "`validation` must hold out at least 1 of the \(counted(pictures, "training picture")), found \(validation.text)"
                    : "`validation` must \(limit) of the \(counted(pictures, "training picture")), found \(validation.text)",
                at: fields.span(of: "validation"), help: HeldOut.remedy(most: most)))
    }
}
