import Tensors

/// Which algorithm computes a convolution fastest on this machine: found by trials, and remembered.
///
/// With the choices remembered, the same program is built every time. Only the engine thread uses it.
final class ConvolutionTuner {
    /// Which convolutions are tried.
    enum Trials {
        /// None: of what is not known, the most costly is expected.
        case none
        /// Those that are not known, or known with a doubt.
        case ofUnknown
        case ofAll
    }

    private let engine: Engine
    private let memory: TuningMemory
    private let trials: Trials
    /// Names of what was tried here.
    private var tried: Set<String> = []

    init(engine: Engine, memory: TuningMemory, trials: Trials) {
        self.engine = engine
        self.memory = memory
        self.trials = trials
    }

    /// The algorithms for one product of a convolution, the fastest first; empty where the library has none of the
    /// candidates. One alone is tried too, to know how long it takes.
    ///
    /// - Parameter hint: the forward primitive, for the backward ones.
    func algorithms(
        _ problem: ConvolutionProblem, _ product: ConvolutionProblem.Product, hint: Primitive?
    ) throws -> [ConvolutionAlgorithm] {
        let name = Self.name(product, problem)
        if !wantsTrial(of: name), let known = memory.use(name) { return known.ranked.map(\.algorithm) }
        guard wantsTrial(of: name) else { return problem.candidates }
        let candidates = try problem.candidates(product, engine: engine, hint: hint)
        guard !candidates.isEmpty else { return [] }
        let times: TrialTimes
        do {
            times = try TrialRun.times(candidates.map(\.primitive), element: problem.element)
        } catch is OutOfMemory {
            // A trial needs memory beside the program's. Without it the convolution is one that is not known.
            return problem.candidates
        }
        let ranked = zip(candidates, times.seconds).map { ConvolutionTrial(algorithm: $0.algorithm, seconds: $1) }
            .sorted { $0.seconds < $1.seconds }
        memory.note(
            ConvolutionTrials(ranked: ranked, standing: times.areClear && !times.isDisturbed ? .found : .doubtful),
            of: name,
            isAskedFor: trials == .ofAll)
        tried.insert(name)
        return ranked.map(\.algorithm)
    }

    /// What a trial has shown of the time that a product takes; nil where none was made.
    func seconds(
        _ problem: ConvolutionProblem, _ product: ConvolutionProblem.Product, by algorithm: ConvolutionAlgorithm
    ) -> Double? {
        trials(problem, product)?.ranked.first { $0.algorithm == algorithm }?.seconds
    }

    func trials(_ problem: ConvolutionProblem, _ product: ConvolutionProblem.Product) -> ConvolutionTrials? {
        memory[Self.name(product, problem)]
    }

    private static func name(_ product: ConvolutionProblem.Product, _ problem: ConvolutionProblem) -> String {
        "\(product.rawValue) \(problem)"
    }

    /// Once for each convolution: a program may have it several times.
    private func wantsTrial(of name: String) -> Bool {
        switch trials {
        case .none: false
        case .ofUnknown: memory.isOpen(name) && !tried.contains(name)
        case .ofAll: !tried.contains(name)
        }
    }
}
