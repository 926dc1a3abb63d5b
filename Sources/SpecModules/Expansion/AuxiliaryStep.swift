package import Diagnostics
package import SpecSyntax

/// The fields of an `auxiliary` step beside `name` and `from`: a classifier beside the network's own, off any layer, which
/// training adds to the loss and everything else leaves out.
///
/// Source: Szegedy et al., CVPR 2015, section 5.
package struct AuxiliaryStep: Sendable {
    package static let kind = "auxiliary"
    package static let help = "a classifier off an earlier layer, with a loss of its own; present in training only"

    /// The share of its loss in the sum that training lowers; that of the network's own loss is 1.
    let weight: Double
    let steps: SyntaxNode

    package static func read(_ fields: FieldReader) -> AuxiliaryStep {
        AuxiliaryStep(
            weight: fields.required(
                "weight", .lossWeight, help: "the share of its loss; that of the network's own is 1"),
            steps: fields.required("network", .network, help: "its layers, which end in a score for each class"))
    }
}

/// An auxiliary classifier after expansion: which layers it became.
package struct ExpandedAuxiliary: Sendable {
    /// `loss1`; its layers are `loss1/…`.
    package let path: String
    package let weight: Double
    package let layers: Range<Int>
    /// What it branches off.
    package let source: LayerSource
    /// What its last step gives.
    package let output: LayerSource
    package let span: SourceSpan
    /// One note for each module around it, innermost first.
    package let trace: [Diagnostic.Note]
}

extension FieldFormat where Value == Double {
    /// A number above 0.
    fileprivate static var lossWeight: FieldFormat {
        let positive = FieldFormat.positiveNumber
        return FieldFormat(positive.description, placeholder: positive.placeholder, schema: positive.schema()) {
            node, context in
            guard let number = node.scalar.flatMap({ parseNumber($0.text) }), number <= 0 else {
                return positive.read(node, context)
            }
            context.report(
                Diagnostic(
                    .wrongType, "`weight` must be \(positive.description), found \(node.foundText)", at: node.span,
                    help: "write, for example, `weight: 0.3`, or remove the step to train without it"))
            return .reported
        }
    }
}

extension SyntaxNode {
    /// Whether a step leaves the chain as it is.
    var isAuxiliary: Bool { NamedUse(self)?.name == AuxiliaryStep.kind }
}
