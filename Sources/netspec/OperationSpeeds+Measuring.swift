import Execution
import Layers
import OneDNNBackend
import Planning
import Reports
import SpecCompiler
import Tensors
import Training

extension OperationSpeeds {
    /// Measured on a network that has the usual operations, with one picture and with some. Takes a fifth of a second.
    static func measured(threads: Int, precision: Precision) throws -> OperationSpeeds {
        let experiment = SpecCompiler.experiment(ofOwn: spec)
        let backend = try OneDNNBackend(threads: threads, precision: precision)
        let times = try [1, 24].map { batch in
            let setup = try experiment.stepSetup(.training, batch: batch, backend: backend, passes: PlanPass.all)
            return try StepTiming.measure(setup, steps: 11).parts.operations.map { ($0.profile, $0.seconds) }
        }
        return OperationSpeeds(few: times[0], many: times[1])
    }

    /// The tensors of 24 pictures are of 1 to 3 MB.
    private static let spec = """
        netspec: 1
        name: operations
        input: {channels: 3, height: 28, width: 28}
        classes: 10
        network:
          - convolution: {filters: 32, kernel: 1}
          - batch-norm: {name: a}
          - relu: {name: b}
          - convolution: {filters: 32, kernel: 1}
          - batch-norm: {name: c}
          - add: {name: d, from: [b, c]}
          - relu: {name: e}
          - max-pool: {name: f, kernel: 3, stride: 1, pad: 1}
          - average-pool: {name: g, from: e, kernel: 3, stride: 1, pad: 1}
          - concat: {name: h, from: [e, f, g]}
          - convolution: {filters: 20, kernel: 1}
          - relu: {name: i}
          - convolution: {filters: 12, kernel: 1, from: h}
          - relu: {name: j}
          - concat: {name: k, from: [i, j]}
          - max-pool: {kernel: 2, stride: 2}
          - global-average-pool
          - linear: {outputs: 10}
        """
}
