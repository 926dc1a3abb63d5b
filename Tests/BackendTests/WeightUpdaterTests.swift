import Execution
import LayerCases
import Layers
import OneDNNBackend
import Planning
import Recipes
import Tensors
import Testing
import Training

/// What a step makes of gradients before the optimiser's rule: averages, clips, and refuses what is no number.
@Suite(.serialized) struct WeightUpdaterTests {
    private static var backends: [any Backend] {
        get throws { [ReferenceBackend(), try OneDNNBackend(threads: 1), try OneDNNBackend(threads: 3)] }
    }

    /// 3, 4 and 12 have the norm 13, whatever the groups are.
    @Test func clipsByTheNormOfAll() throws {
        for backend in try Self.backends {
            let subject = try Subject(backend)
            let updater = try subject.updater(
                clipNorm: 1, groups: [ParameterRule(PathPattern("*.bias"), rateFactor: 2)])
            subject.gradients[0] = 3
            subject.gradients[1] = -4
            subject.gradients[subject.bias.lowerBound] = 12
            try updater.add(pictures: 5)
            #expect(try updater.update(rate: 1, step: 0) == 13)
            let coefficient = Float(1 / (13 + 1e-6))
            #expect(subject.values[0] == -3 * coefficient)
            #expect(subject.values[1] == 4 * coefficient)
            #expect(subject.values[subject.bias.lowerBound] == -2 * (12 * coefficient))
            #expect(subject.values[2] == 0)
        }
    }

    /// What is shorter already stays as it is, bit for bit.
    @Test func leavesShortGradients() throws {
        let subject = try Subject(ReferenceBackend())
        let updater = try subject.updater(clipNorm: 13.1)
        subject.gradients[0] = 0.1
        try updater.add(pictures: 5)
        try updater.update(rate: 1, step: 0)
        #expect(subject.values[0] == -0.1)
    }

    /// 1 of 2 pictures, 4 of 6 and −2 of 2: (2 + 24 − 4) / 10. The norm is of the mean, and so is what is clipped.
    @Test func averagesOverAllPictures() throws {
        for backend in try Self.backends {
            let subject = try Subject(backend)
            let updater = try subject.updater(clipNorm: 1.1, accumulates: true)
            for (gradient, pictures) in [(1, 2), (4, 6), (-2, 2)] as [(Float, Int)] {
                subject.gradients[7] = gradient
                try updater.add(pictures: pictures)
            }
            #expect(abs(try updater.update(rate: 1, step: 0) - 2.2) < 1e-12)
            #expect(abs(subject.values[7] + 1.1) < 1e-6)
            // The next step begins anew.
            subject.gradients[7] = 0.5
            try updater.add(pictures: 2)
            #expect(try updater.update(rate: 1, step: 1) == 0.5)
        }
    }

    @Test func frozenParametersStayAndDoNotCount() throws {
        for backend in try Self.backends {
            let subject = try Subject(backend)
            subject.parameters.initialize(seed: 3)
            let before = Array(subject.parameters.values)
            let updater = try subject.updater(
                optimizer: AdamW(rate: 0.1), groups: [ParameterRule(PathPattern("*.weight"), isFrozen: true)])
            subject.gradients.update(repeating: 7)
            for place in subject.bias { subject.gradients[place] = 1 }
            try updater.add(pictures: 5)
            #expect(try updater.update(rate: 0.1, step: 0) == Double(subject.bias.count).squareRoot())
            for place in subject.parameters.learnedValues.indices {
                #expect((subject.values[place] == before[place]) != subject.bias.contains(place))
            }
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func tellsWhichGradientIsNoNumber(number: Float) throws {
        for backend in try Self.backends {
            let subject = try Subject(backend)
            subject.parameters.initialize(seed: 3)
            let before = Array(subject.parameters.values)
            let updater = try subject.updater()
            subject.gradients[4500] = number
            try updater.add(pictures: 5)
            let error = #expect(throws: NonFiniteTensor.self) { try updater.update(rate: 1, step: 0) }
            #expect(error == NonFiniteTensor(kind: .gradient, name: "layer.weight"))
            #expect(Array(subject.parameters.values) == before)
            subject.gradients[subject.bias.lowerBound] = number
            try updater.add(pictures: 5)
            // Behind the weight, nearer to the loss.
            let second = #expect(throws: NonFiniteTensor.self) { try updater.update(rate: 1, step: 0) }
            #expect(second?.name == "layer.bias")
        }
    }

    @Test func tellsWhichWeightIsNoNumber() throws {
        for backend in try Self.backends {
            let subject = try Subject(backend)
            let updater = try subject.updater()
            subject.gradients[subject.bias.lowerBound + 3] = 1e30
            try updater.add(pictures: 5)
            let error = #expect(throws: NonFiniteTensor.self) { try updater.update(rate: 1e30, step: 0) }
            #expect(error == NonFiniteTensor(kind: .weight, name: "layer.bias"))
        }
    }

    /// Squares of large gradients do not overflow, and those of small ones do not vanish.
    @Test(arguments: [1e30, 1e-30] as [Float]) func normsOfAnySize(size: Float) throws {
        let subject = try Subject(ReferenceBackend())
        let updater = try subject.updater()
        subject.gradients[0] = 3 * size
        subject.gradients[1] = 4 * size
        try updater.add(pictures: 5)
        let norm = try updater.update(rate: 1e-3, step: 0)
        #expect(abs(norm / Double(size) - 5) < 1e-6)
    }
}

/// A convolution whose gradients the tests write.
private final class Subject {
    let parameters: ParameterStore
    let bias: Range<Int>
    private let executable: any Executable

    init(_ backend: any Backend) throws {
        let network = try CaseNetwork(LayerCase("convolution: {filters: 48, kernel: 3, pad: 1}", on: [32, 4, 4]))
            .network
        parameters = try ParameterStore(network)
        executable = try backend.compile(
            ExecutionPlan(network, phase: .training, batch: 1), parameters: parameters)
        bias = try #require(parameters.entries.first { $0.specification.name == .bias }).range
    }

    var gradients: UnsafeMutableBufferPointer<Float> { parameters.gradients }
    var values: UnsafeMutableBufferPointer<Float> { parameters.values }

    func updater(
        optimizer: any Optimizer = SGD(rate: 1), clipNorm: Double? = nil, groups rules: [ParameterRule] = [],
        accumulates: Bool = false
    ) throws -> WeightUpdater {
        let settings = TrainSettings(epochs: 1, optimizer: optimizer, rules: rules)
        return try WeightUpdater(
            executable, parameters, optimizer: optimizer, groups: ParameterGroups(parameters, settings),
            state: try OptimizerState(of: optimizer, for: parameters), clipNorm: clipNorm, accumulates: accumulates)
    }
}
