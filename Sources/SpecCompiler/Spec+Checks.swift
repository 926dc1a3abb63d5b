import Diagnostics
import Layers
import Networks
import Recipes
import SpecModules
import SpecSyntax
import Tensors

/// Checks of a spec's parts against each other.
extension Spec {
    /// Holds the parts to each other: the data's shape and classes to those of the spec, and the network, if there is no
    /// mistake in it, to the classes and the assertions.
    ///
    /// - Parameter severity: what an assertion at some place is where it does not hold.
    func check(
        _ network: Network?, into collector: DiagnosticCollector, severity: (SourceSpan) -> Diagnostic.Severity
    ) {
        checkData(collector)
        checkBatch(collector)
        guard let network else { return }
        checkRules(of: network, into: collector)
        checkSizes(network, collector)
        let hasRightClasses = classes == nil || (data?.source.classCount).map { $0 == classes } ?? true
        if hasRightClasses, checkScores(network, collector), training != nil || data != nil {
            checkLoss(network, collector)
        }
        if hasRightClasses {
            let wanted = classCount ?? network.shape(of: network.output).elementCount
            checkAuxiliaries(of: network, classes: wanted, into: collector)
        }
        checkBatchNorms(of: network, into: collector)
        checkWhitening(network, collector)
        let values = assertions.isEmpty ? [:] : network.valuesByPath
        let asserted = Set(assertions.map(\.key))
        for entry in assertions where !collector.isFull {
            Assertion(
                entry, network: network, values: values, others: asserted,
                severity: severity(entry.keySpan), into: collector)?.check()
        }
    }

    /// How many classes there are, where the spec or its data say so.
    private var classCount: Int? { classes ?? data?.source.classCount }

    /// Whether there are as many scores as classes.
    private func checkScores(_ network: Network, _ collector: DiagnosticCollector) -> Bool {
        let shape = network.shape(of: network.output)
        guard !faulty.contains("classes"), let wanted = classCount, shape.elementCount != wanted else {
            return true
        }
        let last = network.output.node.map { "`\(network.nodes[$0].path)`" } ?? "the input"
        let asked = Shape([wanted] + shape.lengths.dropFirst())
        let remedy =
            shape.lengths.dropFirst().allSatisfy { $0 == 1 }
            ? Network.change(of: network.output, to: asked, among: network.nodes) : nil
        let scores = network.output.node.flatMap { network.nodes[$0].origin }
        let notes =
            classes == nil
            ? [sourceNote { "\($0) has \(wanted) classes" }]
            : [scores.map { Diagnostic.Note("\(last) gives \(shape)", at: $0.kindSpan) }]
        collector.report(
            Diagnostic(
                .classes,
                "the last layer must give a score for each of the \(wanted) classes, and \(last) gives \(shape)",
                at: classes == nil ? scores?.kindSpan ?? networkSpan : span(of: "classes"),
                help: remedy.map { "write `\($0.change)` in `\(network.nodes[$0.node].path)`" }
                    ?? (shape[0] == wanted ? "end the network with `- global-average-pool`" : nil)
                        ?? "end the network with `- linear: {outputs: \(classes == nil ? "\(wanted)" : "\"${classes}\"")}`",
                notes: notes.compactMap { $0 } + (scores?.trace ?? [])))
        return false
    }

    private func checkLoss(_ network: Network, _ collector: DiagnosticCollector) {
        let last = network.output.node.flatMap { network.nodes[$0].origin }
        if let last, let node = network.output.node, network.nodes[node].layer.givesProbabilities {
            collector.report(
                Diagnostic(
                    .doubleSoftmax,
                    "the network must end in scores to be trained and evaluated, and `\(last.path)` makes probabilities "
                        + "of them", at: last.kindSpan,
                    help: "remove `\(last.path)`: the loss takes the softmax itself", notes: last.trace))
        }
        if let own = network.losses.first(where: { $0.auxiliary == nil }) {
            if let layer = network.nodes[own.node].origin { checkSmoothing(besides: layer, collector) }
            return
        }
        checkClassWeights(classes: network.shape(of: network.output)[0], collector)
        do throws(ShapeError) {
            _ = try SoftmaxCrossEntropy().outputShape([network.shape(of: network.output)])
        } catch {
            collector.report(
                Diagnostic(
                    .shape, "the loss at the end: \(error.message)", at: last?.kindSpan ?? networkSpan,
                    help: error.help,
                    notes: last?.trace ?? []))
        }
    }

    /// A loss of the network's own has its own smoothing and class weights.
    private func checkSmoothing(besides loss: ExpandedLayer, _ collector: DiagnosticCollector) {
        guard let training else { return }
        let fields = [
            training.labelSmoothing > 0 ? "label-smoothing" : nil,
            training.classWeighting == .alike ? nil : "class-weights",
        ]
        for field in fields.compactMap({ $0 }) {
            collector.report(
                Diagnostic(
                    .contradiction,
                    "`\(field)` in `train` is for the loss that is added, and the network ends in one of its own",
                    at: written["train.\(field)"]?.span ?? networkSpan,
                    help: "write `\(field)` in `\(loss.kind)`, or remove that loss",
                    notes: [Diagnostic.Note("the network's loss is here", at: loss.kindSpan)] + loss.trace))
        }
    }

    private func checkClassWeights(classes: Int, _ collector: DiagnosticCollector) {
        guard let weights = training?.classWeights, !weights.isEmpty, weights.count != classes else { return }
        collector.report(
            Diagnostic(
                .wrongCount,
                "`class-weights` must have a number for each of the \(classes) classes, found \(weights.count)",
                at: written["train.class-weights"]?.span ?? networkSpan,
                help: "give \(classes) numbers, in the order of the classes"))
    }

    /// Only what reads the pictures can begin by what they are like.
    private func checkWhitening(_ network: Network, _ collector: DiagnosticCollector) {
        for node in network.nodes {
            guard let weight = node.ownParameters.first(where: \.beginsByPatches), let layer = node.origin else {
                continue
            }
            let patch = Shape(Array(weight.shape.lengths.dropFirst()))
            let wrong: (found: String, help: String)? =
                if node.inputs != [.input] || patch[0] != network.inputShape[0] {
                    (
                        "does not read whole pictures",
                        "choose another `weight-init`, or move it to the first convolution"
                    )
                } else if patch.elementCount > Initializer.longestWhitenedPatch {
                    (
                        "has patches of \(SizeLimit.product(patch)) numbers, more than \(Initializer.longestWhitenedPatch)",
                        "make `kernel` smaller, or choose another `weight-init`"
                    )
                } else {
                    nil
                }
            guard let wrong else { continue }
            let field = layer.fields.first { $0.key == "weight-init" }
            collector.report(
                Diagnostic(
                    .contradiction,
                    "`patch-whitening` is for a small convolution that reads the pictures, and `\(layer.path)` \(wrong.found)",
                    at: field?.value.span ?? layer.kindSpan, help: wrong.help, notes: layer.trace))
        }
    }

    private func checkData(_ collector: DiagnosticCollector) {
        guard let data else { return }
        if let fit = data.fit, checkFit(fit, data, collector) { return }
        if let input, let shape = try? data.pictureShape(), shape != input {
            let given = data.source.shape.flatMap { shape in sourceNote { "\($0) has pictures of \(shape)" } }
            let cut =
                shape == data.source.shape
                ? nil
                : written["data.augment"].map { augment in
                    Diagnostic.Note("`augment` makes them \(shape)", at: augment.span)
                }
            collector.report(
                Diagnostic(
                    .dataShape, "`input` must be the shape of the data's pictures, \(shape), found \(input)",
                    at: span(of: "input"),
                    help: remedy(
                        writingFlow: "{channels: \(shape[0]), height: \(shape[1]), width: \(shape[2])}", for: "input"),
                    notes: [given, cut].compactMap { $0 }))
        }
        if let classes, let found = data.source.classCount, classes != found {
            collector.report(
                Diagnostic(
                    .dataClasses,
                    "`classes` must be the \(found) classes of the data, found `\(classes)`",
                    at: span(of: "classes"), help: remedy(writingFlow: "\(found)", for: "classes"),
                    notes: [sourceNote { "\($0) has \(found) classes" }].compactMap { $0 }))
        }
    }

    /// Whether something is wrong with how pictures of any size become the input; it is reported.
    private func checkFit(_ fit: PictureFit, _ data: DataSettings, _ collector: DiagnosticCollector) -> Bool {
        guard fit.channels == 1 || fit.channels == 3 else {
            collector.report(
                Diagnostic(
                    .dataShape,
                    "`input` must have 1 channel, grey, or 3, colour, for such pictures, found \(fit.channels)",
                    at: span(of: "input"), help: "write `channels: 3`"))
            return true
        }
        if data.normalization.mean.count != fit.channels {
            collector.report(
                Diagnostic(
                    .wrongCount,
                    "`normalize` must have \(counted(fit.channels, "number")) for the channels of `input`, "
                        + "found \(data.normalization.mean.count)",
                    at: written["data.normalize"]?.span ?? span(of: "data"),
                    help: "give `mean` and `deviation` \(counted(fit.channels, "number")) each"))
            return true
        }
        if case .shorter(let length) = data.resize, length < min(fit.size.height, fit.size.width) {
            let side = min(fit.size.height, fit.size.width)
            let value = written["data.resize.shorter"]
            collector.report(
                Diagnostic(
                    .dataShape, "`shorter` must be at least the shorter side of `input`, \(side), found `\(length)`",
                    at: value?.span ?? span(of: "data"),
                    help: value?.remedy(writing: "\(side)") ?? "write `shorter: \(side)`"))
            return true
        }
        do throws(DataError) {
            _ = try data.pictureShape()
        } catch {
            collector.report(
                Diagnostic(
                    .impossibleShape, error.message, at: written["data.augment"]?.span ?? span(of: "data"),
                    help: error.help))
            return true
        }
        return false
    }

    /// Whether the network allows pictures of every phase's size.
    private func checkSizes(_ network: Network, _ collector: DiagnosticCollector) {
        guard let training else { return }
        var last = 0
        for (number, phase) in training.sizes.enumerated() {
            let own = network.inputShape
            let place = "train.sizes.\(number)"
            func span(of field: String) -> SourceSpan {
                written["\(place).\(field)"]?.span ?? written[place]?.span ?? networkSpan
            }
            if phase.until <= last {
                collector.report(
                    Diagnostic(
                        .phaseOrder, "a phase must end after the one before, epoch \(last), found `\(phase.until)`",
                        at: span(of: "until"), help: "write `until: \(last + 1)` or more"))
            }
            last = max(last, phase.until)
            if phase.way == .crop, phase.size.height > own[1] || phase.size.width > own[2] {
                collector.report(
                    Diagnostic(
                        .phaseSize, "a window must fit into the pictures' \(own[1])×\(own[2]), found `\(phase.size)`",
                        at: span(of: "size"), help: "make `size` smaller, or write `by: resize`"))
                continue
            }
            do throws(InputMisfit) {
                _ = try network.onPictures(of: phase.shape(of: own))
            } catch {
                let layer = network.nodes.first { $0.path == error.path }?.origin
                collector.report(
                    Diagnostic(
                        .phaseSize,
                        "the network does not allow pictures of \(phase.size.height)×\(phase.size.width): `\(error.path)`: \(error.reason)",
                        at: span(of: "size"), help: error.help,
                        notes: layer.map { [Diagnostic.Note("`\(error.path)` is here", at: $0.kindSpan)] + $0.trace }
                            ?? []))
            }
        }
    }

    /// Whether an epoch has a step, where it is known how many pictures there can be.
    private func checkBatch(_ collector: DiagnosticCollector) {
        guard let training, let data, let pictures = data.mostTrainingPictures else { return }
        let heldOut = data.validation.map { _ in " that are not held out" } ?? ""
        let described = counted(pictures, "training picture") + heldOut
        guard let excess = training.excess(over: pictures, described: described) else { return }
        let place = ["train.\(excess.field)", "train.accumulate", "train"].lazy.compactMap { written[$0] }.first
        collector.report(
            Diagnostic(
                .batchBeyondData, excess.message, at: place?.span ?? networkSpan,
                help: excess.help,
                notes: [
                    sourceNote {
                        "\($0) has \(counted(data.source.mostTrainingPictures ?? pictures, "picture")) to learn from"
                    }
                ].compactMap { $0 }))
    }

    /// How to give a field of the top level another value.
    private func remedy(writingFlow value: String, for field: String) -> Remedy {
        Remedy(
            "write `\(field): \(value)`",
            edits: written[field].map { $0.remedy(writingFlow: value).edits } ?? [])
    }

    /// A note at the name of the data source.
    private func sourceNote(_ text: (String) -> String) -> Diagnostic.Note? {
        guard let source = written["data.source"], let use = NamedUse(source) else { return nil }
        return Diagnostic.Note(text("`\(use.name)`"), at: use.nameSpan)
    }
}

extension ParameterSpecification {
    /// Whether it begins by the patches of the training pictures.
    fileprivate var beginsByPatches: Bool {
        if case .patchWhitening = initializer { return true }
        return false
    }
}
