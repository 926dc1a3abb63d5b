import Diagnostics
import FoundationEssentials
import OneDNNBackend
import Recipes
import SpecCompiler
import Tensors
import Training

extension TrainedNetwork {
    /// Which weights of a run are taken.
    public enum Weights: Sendable {
        /// Those of its last checkpoint.
        case last
        /// Those of its best evaluation.
        case best
        /// Those of a safetensors file.
        case file(String)
    }

    /// What computes.
    public struct Computing: Sendable {
        /// Nil for a thread on each processor that the process may use.
        public var threads: Int?
        /// How many pictures are computed at once, where several are given; another number changes results by rounding only.
        public var batch: Int

        public init(threads: Int? = nil, batch: Int = 1) {
            self.threads = threads
            self.batch = batch
        }
    }

    /// Loads the folder of a run, or a file that `netspec pack` wrote.
    ///
    /// - Parameters:
    ///   - path: of the folder or the file.
    ///   - weights: which of a run's.
    ///   - computing: what computes.
    /// - Throws: `NetspecError.mistake` where there is none, or it is damaged or not what it should be;
    ///   `NetspecError.spec` where its spec is wrong; `NetspecError.machine`.
    public convenience init(
        _ path: String, weights: Weights = .last, computing: Computing = Computing()
    ) throws(NetspecError) {
        do {
            let source =
                switch weights {
                case .last: try WeightsSource(path)
                case .best: try WeightsSource(path, best: true)
                case .file(let file): try WeightsSource(path, weights: file)
                }
            let compilation = try SpecCompiler.compile(source.spec)
            guard let experiment = compilation.experiment else { throw DiagnosticsError(compilation.diagnostics) }
            try self.init(experiment, source, computing)
        } catch {
            throw NetspecError(error)
        }
    }

    /// Loads a spec with weights for it.
    ///
    /// - Parameters:
    ///   - spec: that of the network.
    ///   - weights: the path of a safetensors file.
    ///   - computing: what computes.
    /// - Throws: as the other does.
    public convenience init(
        _ spec: CheckedSpec, weights: String, computing: Computing = Computing()
    ) throws(NetspecError) {
        do {
            try self.init(
                spec.experiment, WeightsSource(spec: .file(spec.path), weights: weights), computing,
                changesPictures: spec.changesPictures)
        } catch {
            throw NetspecError(error)
        }
    }

    private convenience init(
        _ experiment: Experiment, _ source: WeightsSource, _ computing: Computing, changesPictures: Bool = false
    ) throws {
        guard computing.batch > 0, computing.threads.map((1...1024).contains) ?? true else {
            throw TrainingError(
                "`batch` must be at least 1 and `threads` from 1 to 1024, found \(computing.batch) and \(computing.threads ?? 0)"
            )
        }
        let team = ThreadTeam(asked: computing.threads ?? ProcessInfo.processInfo.activeProcessorCount)
        let backend = try OneDNNBackend(
            threads: team.threads, precision: experiment.training?.precision ?? .float32, tuning: nil)
        try self.init(
            experiment, source, backend: backend, batch: computing.batch, changesPictures: changesPictures)
    }
}
