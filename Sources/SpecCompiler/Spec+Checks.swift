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
    var classCount: Int? { classes ?? data?.source.classCount }

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

}

extension ParameterSpecification {
    /// Whether it begins by the patches of the training pictures.
    fileprivate var beginsByPatches: Bool {
        if case .patchWhitening = initializer { return true }
        return false
    }
}
