import Layers
import Networks
import Recipes
import SpecCompiler
import TestSupport
import Testing

@Suite("multipliers of rates and decays in Caffe's notation")
struct MultiplierTests {
    private let text = """
        netspec: 1
        input: {channels: 3, height: 4, width: 4}
        classes: 2
        network:
          - convolution: {name: a, filters: 2, kernel: 1, bias-init: {constant: {value: 0}}, weight-init: xavier}
          - batch-norm: {name: n, momentum: 0.001}
          - linear: {name: fc, outputs: 2, bias: false, weight-init: xavier}
        train:
          epochs: 1
          optimizer: {sgd: {rate: 0.1, weight-decay: 5e-4}}
          rules:
            - {match: "*.bias", rate: 2, decay: 0}
            - {match: "n.*", rate: 0.5}
            - {match: n.scale, freeze: true}
            - {match: fc.weight, freeze: true, decay: 3}
            - {match: fc.weight, freeze: false}
        """

    /// What each layer has of its own: nothing of the first weight, since its entry only holds the place before the bias's.
    @Test("rules are written into the layers whose parameters they match")
    func written() throws {
        let text = try prototxt(compiled(yaml: text))
        for layer in [
            """
              name: "a"
              type: "Convolution"
              bottom: "data"
              top: "a"
              param {
              }
              param {
                lr_mult: 2
                decay_mult: 0
              }
              convolution_param {
            """,
            """
              name: "n"
              type: "BatchNorm"
              bottom: "a"
              top: "n/batchnorm-output"
              batch_norm_param {
            """,
            """
              name: "n/scale"
              type: "Scale"
              bottom: "n/batchnorm-output"
              top: "n"
              param {
                lr_mult: 0
              }
              param {
                lr_mult: 0.5
              }
              scale_param {
            """,
            """
              name: "fc"
              type: "InnerProduct"
              bottom: "n"
              top: "fc"
              param {
                decay_mult: 3
              }
              inner_product_param {
            """,
        ] {
            #expect(text.contains(layer), "\(layer)\nin\n\(text)")
        }
        try expectSameTreatment(compiled(yaml: self.text), throughSolver: text)
    }

    @Test("decay of weights only is written as no decay of the others")
    func weightsOnly() throws {
        let spec = try compiled(
            yaml: text.split(separator: "  rules:")[0] + "  decay: weights-only")
        let text = try prototxt(spec)
        // One bias, one scale, one shift.
        #expect(text.ranges(of: "decay_mult: 0\n").count == 3, "\(text)")
        try expectSameTreatment(spec, throughSolver: text)
    }

    /// Caffe refuses statistics that are said to learn (`batch_norm_layer.cpp`), and what is shared learns alike wherever it stands.
    @Test("shared parameters have their owner's multipliers, and statistics learn nothing")
    func shared() throws {
        let spec = try compiled(
            yaml: """
                netspec: 1
                input: {channels: 3, height: 4, width: 4}
                classes: 2
                network:
                  - convolution: {name: a, filters: 3, kernel: 1}
                  - batch-norm: {name: n, momentum: 0.001}
                  - convolution: {name: b, filters: 3, kernel: 1, weights-from: a}
                  - batch-norm: {name: m, momentum: 0.001, weights-from: n}
                  - linear: {name: fc, outputs: 2}
                train:
                  epochs: 1
                  optimizer: {sgd: {rate: 0.1}}
                  rules: [{match: a.weight, rate: 3}]
                """)
        let text = try prototxt(spec)
        #expect(text.ranges(of: "name: \"a.weight\"\n    lr_mult: 3\n").count == 2, "\(text)")
        for name in ["mean", "variance", "mean.divisor"] {
            #expect(
                text.ranges(of: "name: \"n.\(name)\"\n    lr_mult: 0\n    decay_mult: 0\n").count == 2,
                "\(text)")
        }
        try expectSame(spec, compiled(["back.prototxt": text], "back.prototxt"))
        try expectSameTreatment(spec, throughSolver: text)
    }

    /// Reads a network with a solver, from Caffe's notation and once more by way of YAML, and holds what becomes of each parameter
    /// to what becomes of it in a spec.
    private func expectSameTreatment(
        _ spec: Experiment, throughSolver text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let files = [
            "net.prototxt": text,
            "solver.prototxt": "net: \"net.prototxt\" base_lr: 0.1 lr_policy: \"fixed\" max_iter: 9 weight_decay: 5e-4",
        ]
        let expected = try treatments(spec)
        #expect(try treatments(compiled(files, "solver.prototxt")) == expected, sourceLocation: sourceLocation)
        let back = try compiled(yaml: yaml(files, "solver.prototxt"))
        #expect(try treatments(back) == expected, sourceLocation: sourceLocation)
    }

    /// The rate of what is frozen makes no difference.
    private func treatments(_ spec: Experiment) throws -> [ParameterTreatment] {
        let training = try #require(spec.training)
        return spec.network.learnedParameters.map { parameter in
            let treatment = training.treatment(of: parameter.path, parameter.parameter.name)
            return ParameterTreatment(
                rateFactor: treatment.isFrozen ? 1 : treatment.rateFactor, decayFactor: treatment.decayFactor,
                isFrozen: treatment.isFrozen)
        }
    }
}
