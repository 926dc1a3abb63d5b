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

    package init(
        source: any DataSource, augmentations: [any Augmentation] = [], normalization: Normalization? = nil,
        shuffles: Bool = true
    ) {
        self.source = source
        self.augmentations = augmentations
        self.normalization = normalization ?? source.normalization
        self.shuffles = shuffles
    }

    /// The shape `[C, H, W]` in which the network gets the pictures, after all augmentations.
    package func pictureShape() throws(DataError) -> Shape {
        var shape = source.shape
        for augmentation in augmentations { shape = try augmentation.outputShape(of: shape) }
        return shape
    }

    /// Reads and declares the fields; those that contradict each other are reported too.
    package static func read(_ fields: FieldReader) -> DataSettings {
        let source = fields.required(
            "source", .choice(of: "a data source", DataSourceCatalogue.choices, placeholder: SyntheticShapes()),
            help: "where the pictures come from")
        let augmentations = fields.optional(
            "augment",
            .list(of: .choice(of: "an augmentation", AugmentationCatalogue.choices, placeholder: HorizontalFlip())),
            default: [], help: "random changes to the training pictures, in this order")
        let normalization = fields.ifPresent(
            "normalize", .normalization,
            help: "what is subtracted from each channel and what it is divided by; the set's own constants if left out")
        let shuffles = fields.optional(
            "shuffle", .boolean, default: true, help: "whether each epoch has an order of its own")
        let settings = DataSettings(
            source: source, augmentations: augmentations,
            normalization: normalization?.constants(channels: source.shape[0]), shuffles: shuffles)
        if !fields.failed { settings.check(fields) }
        return settings
    }

    private func check(_ fields: FieldReader) {
        let channels = source.shape[0]
        if normalization.mean.count != channels {
            fields.report(
                Diagnostic(
                    "wrong-count",
                    "`normalize` must have \(channels) \(channels == 1 ? "number" : "numbers") for "
                        + "the channels of the pictures, found \(normalization.mean.count)",
                    at: fields.span(of: "normalize"),
                    help: "give `mean` and `deviation` \(channels == 1 ? "one number" : "\(channels) numbers") each"))
        }
        var shape = source.shape
        for (place, augmentation) in augmentations.enumerated() {
            do throws(DataError) {
                shape = try augmentation.outputShape(of: shape)
            } catch {
                let span = fields.span(of: "augment", item: place)
                return fields.report(Diagnostic("impossible-shape", error.message, at: span, help: error.help))
            }
        }
    }
}

/// What `normalize` says.
private enum NormalizationChoice: Sendable {
    case none
    case constants(Normalization)

    func constants(channels: Int) -> Normalization {
        switch self {
        case .none: .none(channels: channels)
        case .constants(let constants): constants
        }
    }
}

extension FieldFormat where Value == NormalizationChoice {
    /// `none`, or `{mean: […], deviation: […]}` with a number for each channel.
    fileprivate static var normalization: FieldFormat {
        FieldFormat(
            "`none` or `{mean: […], deviation: […]}`", placeholder: .none,
            schema: .either([.words(["none"]), .fields(FieldReader.declarations(of: constants))])
        ) { node, context in
            if node.scalar?.text == "none" { return .value(.none) }
            guard let entries = node.mapping else { return .unfit }
            let fields = FieldReader(entries, of: "normalize", at: node.span, context: context)
            let (mean, deviation) = constants(fields)
            fields.finish()
            guard !fields.failed else { return .reported }
            guard mean.count == deviation.count else {
                fields.report(
                    Diagnostic(
                        "wrong-count",
                        "`deviation` must have as many numbers as `mean`, \(mean.count), found \(deviation.count)",
                        at: fields.span(of: "deviation"), help: "give both a number for each channel"))
                return .reported
            }
            return .value(
                .constants(Normalization(mean: mean.map { Float($0) }, deviation: deviation.map { Float($0) })))
        }
    }

    private static func constants(_ fields: FieldReader) -> (mean: [Double], deviation: [Double]) {
        (
            fields.required("mean", .list(of: .number), help: "a number for each channel, black is 0, full is 1"),
            fields.required("deviation", .list(of: .positiveNumber), help: "a number for each channel")
        )
    }
}
