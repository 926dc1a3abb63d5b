import Diagnostics
import Fixtures
import Recipes
import SpecSyntax
import Testing

/// Every optimiser against PyTorch, or against the formulas of who defined it; see `Tests/Fixtures/optimizers.py`.
@Suite struct OptimizerTests {
    @Test func tenStepsOfEach() throws {
        let fixtures = try OptimizerFixtures.read()
        #expect(fixtures.cases.count >= 30)
        for fixture in fixtures.cases {
            let optimizer = try optimizer(fixture.optimizer)
            let found = steps(of: optimizer, fixture, fixtures)
            for place in fixtures.start.indices {
                let moved = fixture.values.reduce(0) { max($0, abs($1[place] - fixtures.start[place])) }
                let bound = 1e-5 * moved + 4 * max(moved, abs(fixtures.start[place])).ulp
                for (step, (wanted, found)) in zip(fixture.values, found).enumerated() {
                    #expect(
                        abs(wanted[place] - found[place]) <= bound,
                        "\(fixture.optimizer), step \(step + 1), number \(place): \(wanted[place]), found \(found[place])"
                    )
                }
            }
        }
    }

    @Test func everyOneHasAFixture() throws {
        let names = Set(
            try OptimizerFixtures.read().cases.map { String($0.optimizer.prefix { $0 != ":" }) })
        #expect(names == Set(OptimizerCatalogue.choices.map(\.name)))
    }

    /// A second momentum of 0 in the gradient leaves the value: no division by 0, whatever `eps` is.
    @Test(arguments: [
        "adam: {eps: 1e-300}", "adagrad: {eps: 1e-300}", "adadelta: {eps: 1e-300}", "rmsprop: {eps: 1e-300}",
    ])
    func noGradientNoChange(text: String) throws {
        let optimizer = try optimizer(text)
        let found = try #require(
            run(optimizer, from: [0.5], gradients: [[0], [0]], rates: [1, 1]).last)
        #expect(found == [0.5])
    }

    /// The decay's factor scales the decay alone.
    @Test(arguments: ["sgd: {rate: 0.5, weight-decay: 0.2}", "adamw: {rate: 0.5, weight-decay: 0.2}"])
    func decayFactor(text: String) throws {
        let optimizer = try optimizer(text)
        for (factor, wanted) in [(0, 1), (1, 0.9), (0.5, 0.95)] as [(Double, Float)] {
            let found = try #require(
                run(optimizer, from: [1], gradients: [[0]], rates: [0.5], decayFactor: factor).last)
            #expect(found == [wanted])
        }
    }

    private func steps(
        of optimizer: any Optimizer, _ fixture: OptimizerFixtures.Case, _ fixtures: OptimizerFixtures
    ) -> [[Float]] {
        run(optimizer, from: fixtures.start, gradients: fixtures.gradients, rates: fixture.rates)
    }

    /// The numbers stand in turn in several vectors.
    private func run(
        _ optimizer: any Optimizer, from start: [Float], gradients: [[Float]], rates: [Double], decayFactor: Double = 1
    ) -> [[Float]] {
        let count = 3 * Vector.scalarCount
        func spread(_ numbers: [Float]) -> [Float] { (0..<count).map { numbers[$0 % numbers.count] } }
        var values = spread(start)
        var states = [Float](repeating: 0, count: max(1, optimizer.stateCount) * count)
        return zip(gradients, rates).enumerated().map { step, inputs in
            let rule = optimizer.rule(rate: inputs.1, step: step, decayFactor: decayFactor)
            values.withUnsafeMutableBufferPointer { values in
                states.withUnsafeMutableBufferPointer { states in
                    spread(inputs.0).withUnsafeBufferPointer { gradients in
                        guard let values = values.baseAddress, let states = states.baseAddress,
                            let gradients = gradients.baseAddress
                        else { return }
                        rule.apply(
                            to: ParameterSlice(
                                count: count, values: values, gradients: gradients, states: states, stateStride: count))
                    }
                }
            }
            #expect((0..<count).allSatisfy { values[$0] == values[$0 % start.count] })
            return Array(values.prefix(start.count))
        }
    }

    private func optimizer(_ text: String) throws -> any Optimizer {
        let collector = DiagnosticCollector()
        let file = SourceFile(path: "spec.yaml", text: "optimizer: \(text.contains(":") ? "{\(text)}" : text)")
        let tree = try #require(YAMLReader.read(file, into: collector))
        let fields = FieldReader(
            tree.mapping ?? [], of: "train", at: tree.span, context: FieldContext(collector: collector))
        let optimizer = fields.required(
            "optimizer", .choice(of: "an optimiser", OptimizerCatalogue.choices, placeholder: SGD(rate: 1)), help: "")
        fields.finish()
        try #require(collector.diagnostics.isEmpty, "\(text): \(collector.diagnostics.map(\.message))")
        return optimizer
    }
}
