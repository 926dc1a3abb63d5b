import Glibc
import LayerCases
import Layers
import Tensors
import Testing

/// Expected numbers are worked out by hand from the formulas in the layers' comments.
@Suite("values of the other layers")
struct ValueTests {
    @Test func relu() throws {
        let relu = try Computed("relu", Tensor([1, 3], [-1, 0, 2]))
        #expect(relu.output.values == [0, 0, 2])
        #expect(relu.gradients([5, 5, 5]).inputs[0].values == [0, 0, 5])
        #expect(try Computed("relu", Tensor([1, 1], [.nan])).output.values[0].isNaN)
    }

    @Test func batchNormInTraining() throws {
        let input = Tensor([2, 2, 1, 1], [1, 100, 3, 100])
        let parameters = [
            Tensor([2], [4, 1]), Tensor([2], [1, 7]), Tensor([2], [10, 0]), Tensor([2], [20, 1]),
        ]
        let norm = try Computed("batch-norm: {epsilon: 3}", input, parameters: parameters)
        #expect(isClose(norm.output.values, [-1, 7, 3, 7]))
        #expect(isClose(norm.pass.parameters[2].values, [9.2, 10]))
        #expect(isClose(norm.pass.parameters[3].values, [18.2, 0.9]))
        let gradients = norm.gradients([1, 0, 2, 0])
        #expect(isClose(gradients.parameters[0]?.values ?? [], [0.5, 0]))
        #expect(isClose(gradients.parameters[1]?.values ?? [], [3, 0]))
        #expect(gradients.parameters[2...].allSatisfy { $0 == nil })
        // slope 4/2 times dy − 3/2 − x̂ · 0.5/2, x̂ = ∓1/2
        #expect(isClose(gradients.inputs[0].values, [-0.75, 0, 0.75, 0]))
    }

    @Test("one number has no unbiased variance; the biased one is taken") func batchNormOfOne() throws {
        let parameters = [Tensor([1], [10]), Tensor([1], [20])]
        let norm = try Computed(
            "batch-norm: {scale: false, shift: false, momentum: 0.25}", Tensor([1, 1], [2]), parameters: parameters)
        #expect(norm.output.values == [0])
        #expect(norm.pass.parameters.map(\.values) == [[8], [15]])
    }

    @Test func batchNormInEvaluation() throws {
        let parameters = [Tensor([1], [5]), Tensor([1], [1]), Tensor([1], [1])]
        let norm = try Computed(
            "batch-norm: {epsilon: 3, scale: false}", Tensor([2, 1], [3, -3]), parameters: parameters,
            phase: .evaluation)
        #expect(norm.output.values == [6, 3])
        #expect(norm.pass.parameters == parameters)
    }

    @Test func lrn() throws {
        let norm = try Computed("lrn: {size: 3, alpha: 3, beta: 1, k: 1}", Tensor([1, 3, 1, 1], [1, 2, 3]))
        let expected: [Float] = [1 / 6, 2 / 15, 3 / 14]
        #expect(isClose(norm.output.values, expected))
    }

    @Test func linear() throws {
        let parameters = [Tensor([2, 2], [1, 2, 3, 4]), Tensor([2], [10, 20])]
        let input = Tensor([2, 2, 1, 1], [1, -1, 0, 1])
        let linear = try Computed("linear: {outputs: 2}", input, parameters: parameters)
        #expect(linear.output == Tensor([2, 2], [9, 19, 12, 24]))
        let gradients = linear.gradients([1, 10, 100, 0])
        #expect(gradients.inputs[0] == Tensor([2, 2, 1, 1], [31, 42, 100, 200]))
        #expect(gradients.parameters == [Tensor([2, 2], [1, 99, 10, -10]), Tensor([2], [101, 10])])
    }

    @Test func flatten() throws {
        let input = Tensor([2, 1, 1, 2], [1, 2, 3, 4])
        let flat = try Computed("flatten", input)
        #expect(flat.output == Tensor([2, 2], [1, 2, 3, 4]))
        #expect(flat.gradients([1, 2, 3, 4]).inputs == [input])
    }

    @Test func concat() throws {
        let joined = try Computed(
            "concat", Tensor([2, 1, 1, 2], [1, 2, 3, 4]), Tensor([2, 2, 1, 2], [5, 6, 7, 8, 9, 10, 11, 12]))
        #expect(joined.output == Tensor([2, 3, 1, 2], [1, 2, 5, 6, 7, 8, 3, 4, 9, 10, 11, 12]))
        #expect(joined.gradients(joined.output.values).inputs == joined.pass.inputs)
    }

    @Test func add() throws {
        let sum = try Computed(
            "add", Tensor([1, 2], [1, 2]), Tensor([1, 2], [10, 20]), Tensor([1, 2], [100, 200]))
        #expect(sum.output == Tensor([1, 2], [111, 222]))
        #expect(sum.gradients([3, 4]).inputs.map(\.values) == [[3, 4], [3, 4], [3, 4]])
    }

    @Test func softmax() throws {
        let logarithm = Float(log(3.0))
        let scores = try Computed("softmax", Tensor([2, 2], [0, logarithm, 1000, 1000]))
        #expect(isClose(scores.output.values, [0.25, 0.75, 0.5, 0.5]))
        #expect(isClose(scores.gradients([1, 0, 1, 1]).inputs[0].values, [0.1875, -0.1875, 0, 0]))
        let planes = try Computed("softmax", Tensor([1, 2, 1, 2], [0, 5, logarithm, 5]))
        #expect(isClose(planes.output.values, [0.25, 0.5, 0.75, 0.5]))
    }

    @Test func softmaxCrossEntropy() throws {
        let logarithm = Float(log(3.0))
        let scores = Tensor([2, 2], [0, logarithm, 1000, 0])
        let loss = try Computed("softmax-cross-entropy", scores, targets: [0, 1])
        #expect(loss.output.shape == [2])
        #expect(isClose(loss.output.values, [Float(log(4.0)), 1000]))
        #expect(isClose(loss.gradients([1, 0.5]).inputs[0].values, [-0.75, 0.75, 0.5, -0.5]))

        let smooth = try Computed(
            "softmax-cross-entropy: {label-smoothing: 0.2}", Tensor([1, 2, 1, 1], [0, logarithm]), targets: [0])
        #expect(isClose(smooth.output.values, [Float(log(4.0) - 0.1 * log(3.0))]))
        #expect(isClose(smooth.gradients([1]).inputs[0].values, [-0.65, 0.65]))
    }
}

@Suite("dropout")
struct DropoutTests {
    private let input = Tensor([3, 1000], repeating: 3)

    private func draws(_ samples: [Int], epoch: Int = 1, layer: Int = 4) -> LayerDraws {
        LayerDraws(seed: 9, layer: layer, epoch: epoch, samples: samples)
    }

    @Test("what is kept is scaled, and the share dropped is the ratio") func share() throws {
        let dropout = try Computed("dropout: {ratio: 0.25}", input, draws: draws([0, 1, 2]))
        #expect(Set(dropout.output.values) == [0, 4])
        let dropped = dropout.output.values.count { $0 == 0 }
        #expect((675...825).contains(dropped), "750 ± 3 standard deviations, found \(dropped)")
        let gradient = dropout.gradients([Float](repeating: 3, count: 3000)).inputs[0]
        #expect(gradient == dropout.output)
    }

    @Test("evaluation leaves the input as it is") func evaluation() throws {
        #expect(try Computed("dropout", input, phase: .evaluation, draws: draws([0, 1, 2])).output == input)
    }

    @Test("a picture's mask depends on picture, epoch and layer, not on the batch") func keys() throws {
        let whole = try Computed("dropout", input, draws: draws([5, 6, 7])).output
        let part = try Computed("dropout", Tensor([1, 1000], repeating: 3), draws: draws([6])).output
        #expect(Array(whole.values[1000..<2000]) == part.values)
        #expect(Array(whole.values[0..<1000]) != part.values)
        #expect(try Computed("dropout", input, draws: draws([5, 6, 7], epoch: 2)).output != whole)
        #expect(try Computed("dropout", input, draws: draws([5, 6, 7], layer: 5)).output != whole)
    }
}
