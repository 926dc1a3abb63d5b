import Glibc
import Layers
import Planning
import Tensors

/// The loss and, in training, the probabilities that its gradient needs, in one pass over the scores.
final class SoftmaxCrossEntropyKernel: SingleKernel {
    private let layer: SoftmaxCrossEntropy
    let operation: PlannedOperation
    private let classes: Int
    private var probabilities: PlacedTensor?

    init(_ layer: SoftmaxCrossEntropy, _ operation: PlannedOperation) {
        self.layer = layer
        self.operation = operation
        classes = operation.inputShapes[0].elementCount
    }

    /// The part of the target that every class gets, and what the picture's own classes share on top.
    private var target: (everywhere: Float, own: Float) {
        (Float(layer.labelSmoothing) / Float(classes), 1 - Float(layer.labelSmoothing))
    }

    /// Of a picture and a class, without the batch's factor.
    private func weight(_ target: Target, _ place: Int) -> Float {
        let weight = layer.classWeights.isEmpty ? 1 : Float(layer.classWeights[place])
        var part = self.target.everywhere
        if place == target.label { part += self.target.own * (1 - target.otherShare) }
        if place == target.other { part += self.target.own * target.otherShare }
        return weight * part
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let scores = try builder.values.plainTensor(of: operation.inputs[0])
        let probabilities = builder.recorder.tensor(scores.descriptor)
        let losses = try builder.recorder.plain([builder.plan.batch])
        let (batch, classes, target, state) = (builder.plan.batch, classes, target, builder.state)
        let (layer, weight, hasWeights) = (layer, weight, !layer.classWeights.isEmpty)
        builder.recorder.own("softmax cross-entropy forward", touching: [scores, probabilities, losses]) { addresses in
            let (from, to, result) = (
                addresses.floats(scores), addresses.floats(probabilities), addresses.floats(losses)
            )
            return {
                guard let targets = state.batch?.targets else { return }
                let factor = Float(layer.batchFactor(targets))
                for picture in 0..<batch {
                    let own = targets[picture]
                    let row = UnsafeMutableBufferPointer(start: to + picture * classes, count: classes)
                    let scores = UnsafeMutableBufferPointer(start: from + picture * classes, count: classes)
                    let logSum = softmax(scores, into: row)
                    guard !hasWeights else {
                        result[picture] = scores.indices.reduce(Float(0)) { loss, place in
                            loss + factor * weight(own, place) * (logSum - scores[place])
                        }
                        continue
                    }
                    var loss = target.own * (1 - own.otherShare) * (logSum - scores[own.label])
                    if own.otherShare > 0 { loss += target.own * own.otherShare * (logSum - scores[own.other]) }
                    if target.everywhere > 0 {
                        for score in scores { loss += target.everywhere * (logSum - score) }
                    }
                    result[picture] = loss
                }
            }
        }
        self.probabilities = probabilities
        return losses
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let probabilities, step.wantsInputGradient[0] else { return }
        let share = try builder.gradients.plainTotal(of: operation.output)
        let gradient = builder.recorder.tensor(probabilities.descriptor)
        let (batch, classes, target, state) = (builder.plan.batch, classes, target, builder.state)
        let (layer, weight, hasWeights) = (layer, weight, !layer.classWeights.isEmpty)
        builder.recorder.own("softmax cross-entropy backward", touching: [share, probabilities, gradient]) {
            addresses in
            let (shares, from, to) = (
                addresses.floats(share), addresses.floats(probabilities), addresses.floats(gradient)
            )
            return {
                guard let targets = state.batch?.targets else { return }
                let factor = Float(layer.batchFactor(targets))
                for picture in 0..<batch {
                    guard !hasWeights else {
                        let (own, row) = (targets[picture], picture * classes)
                        var total: Float = 0
                        for place in 0..<classes { total += weight(own, place) }
                        for place in 0..<classes {
                            to[row + place] =
                                factor * shares[picture] * (total * from[row + place] - weight(own, place))
                        }
                        continue
                    }
                    for place in picture * classes..<(picture + 1) * classes {
                        to[place] = shares[picture] * (from[place] - target.everywhere)
                    }
                    let (own, row, share) = (targets[picture], picture * classes, shares[picture] * target.own)
                    to[row + own.label] -= share * (1 - own.otherShare)
                    if own.otherShare > 0 { to[row + own.other] -= share * own.otherShare }
                }
            }
        }
        builder.gradients.contribute(gradient, to: operation.inputs[0])
    }
}

/// Writes the probabilities of scores; the logarithm of the sum of their exponentials.
private func softmax(
    _ scores: UnsafeMutableBufferPointer<Float>, into probabilities: UnsafeMutableBufferPointer<Float>
) -> Float {
    let largest = scores.reduce(-Float.infinity, max)
    var sum = 0.0
    for score in scores { sum += exp(Double(score - largest)) }
    for place in scores.indices { probabilities[place] = Float(exp(Double(scores[place] - largest)) / sum) }
    return largest + Float(log(sum))
}
