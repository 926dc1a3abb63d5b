import Diagnostics
import SpecSyntax

/// What the numbers of a solver become where Caffe multiplies the loss by a factor and netspec does not.
///
/// With gradients `g` of the loss itself Caffe has `factor · g`. SGD's step `rate · (factor · g + decay · w)` is
/// `(rate · factor) · (g + decay / factor · w)`. AdaGrad, RMSProp and Adam divide `factor · g + decay · w` by a root of squares of
/// the same and `delta`, which is the same as `g + decay / factor · w` by a root of its squares and `delta / factor`. A norm
/// is as many times as long.
struct LossScale {
    let factor: Double

    /// A rate that gradients are multiplied by.
    func rate(_ value: Located<Double>) -> Located<Double> { factor == 1 ? value : value.with(value.value * factor) }

    /// What is added to or compared with gradients: the decay, the norm at which they are clipped, `delta`.
    func besideGradients(_ value: Located<Double>) -> Located<Double> {
        factor == 1 ? value : value.with(value.value / factor)
    }
}

extension Located {
    /// Another value that was written here.
    func with(_ value: Value) -> Located { Located(value: value, span: span, nameSpan: nameSpan) }
}

extension NetLayout {
    /// Warns of a loss that is told without its weight.
    ///
    /// - Parameter isScaled: whether a solver's numbers are changed with it.
    func warnOfWeight(isScaled: Bool, into collector: DiagnosticCollector) {
        guard let lossWeight, lossWeight.factor != 1 else { return }
        let factor = shortest(lossWeight.factor)
        collector.report(
            Diagnostic(
                .caffeDifference,
                "the loss of the network's end is told without its weight, `\(factor)`; other losses are in proportion to it"
                    + (isScaled ? ", and so are the rate, the decay and the clipping" : ""),
                at: lossWeight.span,
                help: isScaled
                    ? "write `loss_weight: 1` with the numbers that `netspec convert` gives"
                    : "where it is trained, let the rate be `\(factor)` times that of Caffe, and the decay divided by that",
                severity: .warning))
    }
}
