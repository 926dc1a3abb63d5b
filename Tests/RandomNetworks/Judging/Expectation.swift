import Execution
import Layers
import Networks
import Planning
import Tensors

/// What the reference makes of a batch, and how far from it rounding can lead.
struct Expectation {
    let exact: Results
    /// For each name, how large the results are, and what gradients are the sums of.
    let scales: [String: Double]
    /// The greatest of the scales of gradients; what is far below it may be what is left of numbers that cancel.
    let greatestGradient: Double
    /// For each name, the greatest distance of results in which every layer has rounded what it made.
    let spread: [String: Double]

    /// How often the reference runs with rounding.
    private static let samples = 3

    /// - Parameter precision: what the numbers are rounded to. Of float32 a few bits are left out, so that what is found is
    ///   more than a backend's own rounding, be it the sum of many.
    init(_ judged: JudgedNetwork, _ phase: Phase, _ precision: Precision, seed: UInt64) throws {
        let exact = try Self.results(judged, judged.network, phase, seed: seed)
        var spread: [String: Double] = [:]
        for sample in 0..<Self.samples {
            let rounding = ChanceRounding(
                significantBits: precision == .float32 ? 20 : 8, seed: seed &+ UInt64(sample) &* 0x9E37)
            let rounded = try Self.results(
                judged, judged.network.wrapped { RoundedLayer(layer: $0, rounding: rounding, node: $1) }, phase,
                seed: seed, rounding: rounding)
            spread.merge(rounded.distances(from: exact)) { max($0, $1) }
        }
        let scattered = try Self.results(judged, judged.network.wrapped(ScatteredLayer.init), phase, seed: seed)
        (self.exact, self.spread) = (exact, spread)
        scales = exact.norms.merging(scattered.norms) { max($0, $1) }
        greatestGradient = scales.reduce(0) { Results.isGradient($1.key) ? max($0, $1.value) : $0 }
    }

    private static func results(
        _ judged: JudgedNetwork, _ network: Network, _ phase: Phase, seed: UInt64, rounding: ChanceRounding? = nil
    ) throws -> Results {
        let parameters = try ParameterStore(network)
        let plan = ExecutionPlan(network, phase: phase, batch: judged.batch, passes: [])
        let executable = try ReferenceBackend().compile(plan, parameters: parameters)
        judged.fill(parameters, seed: seed)
        let pictures = try judged.pictures(seed: seed)
        try executable.run(rounding.map { try pictures.rounded(by: $0) } ?? pictures)
        return Results(of: executable, parameters, phase)
    }
}

extension Batch {
    fileprivate func rounded(by rounding: ChanceRounding) throws -> Batch {
        let pixels = rounding(Tensor([pixels.count], pixels), place: -1)
        return try Batch(
            pixels: pixels.values, targets: targets, classCount: classCount, samples: samples, epoch: epoch, seed: seed)
    }
}
