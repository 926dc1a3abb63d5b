/// Which algorithm computes a convolution fastest on this machine: found by trying each once, and remembered.
///
/// With the choices remembered, the same program is built every time. Only the engine thread uses it.
final class ConvolutionTuner {
    private let engine: Engine
    private let memory: TuningMemory

    init(engine: Engine, memory: TuningMemory) {
        self.engine = engine
        self.memory = memory
    }

    /// What was tried for one product of a convolution, the fastest first; empty if it cannot be tried.
    ///
    /// - Parameter hint: the forward primitive, for the backward ones.
    func trials(
        _ problem: ConvolutionProblem, _ product: ConvolutionProblem.Product, hint: Primitive?
    ) throws -> [ConvolutionTrial] {
        let name = "\(product.rawValue) \(problem)"
        if let known = memory[name] { return known }
        let trials = try problem.candidates(product).compactMap { algorithm -> ConvolutionTrial? in
            do {
                let primitive = try problem.primitive(product, engine: engine, algorithm: algorithm, hint: hint)
                return ConvolutionTrial(algorithm: algorithm, seconds: try TrialRun(primitive).seconds())
            } catch let error as OneDNNError where error.isUnimplemented {
                return nil
            }
        }
        let ranked = trials.sorted { $0.seconds < $1.seconds }
        memory[name] = ranked
        return ranked
    }
}

/// How long a convolution takes by one algorithm.
struct ConvolutionTrial: Hashable, Sendable {
    let algorithm: ConvolutionAlgorithm
    let seconds: Double
}
