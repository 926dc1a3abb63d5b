/// Which algorithm computes a convolution fastest on this machine: found by trying each once, and remembered.
///
/// With the choices remembered, the same program is built every time. Only the engine thread uses it.
final class ConvolutionTuner {
    private let engine: Engine
    private let memory: TuningMemory
    private let tries: Bool

    /// - Parameter tries: false for one that only remembers, and expects the most costly of what it does not know.
    init(engine: Engine, memory: TuningMemory, tries: Bool) {
        self.engine = engine
        self.memory = memory
        self.tries = tries
    }

    /// The algorithms for one product of a convolution, the fastest first; empty where the library has none of the
    /// candidates.
    ///
    /// - Parameter hint: the forward primitive, for the backward ones.
    func algorithms(
        _ problem: ConvolutionProblem, _ product: ConvolutionProblem.Product, hint: Primitive?
    ) throws -> [ConvolutionAlgorithm] {
        let name = "\(product.rawValue) \(problem)"
        if let known = memory[name] { return known.map(\.algorithm) }
        guard tries else { return problem.candidates }
        let candidates = try problem.candidates(product, engine: engine, hint: hint)
        guard candidates.count > 1 else { return candidates.map(\.algorithm) }
        let seconds = try TrialRun.seconds(candidates.map(\.primitive), element: problem.element)
        let trials = zip(candidates, seconds).map { ConvolutionTrial(algorithm: $0.algorithm, seconds: $1) }
        let ranked = trials.sorted { $0.seconds < $1.seconds }
        memory[name] = ranked
        return ranked.map(\.algorithm)
    }
}

/// How long a convolution takes by one algorithm.
struct ConvolutionTrial: Hashable, Sendable {
    let algorithm: ConvolutionAlgorithm
    let seconds: Double
}
