import Execution
import Tensors

/// Runs a primitive on numbers of its own, to see how long it takes.
struct TrialRun {
    private let bound: BoundPrimitive
    private let stream: Stream
    /// Keeps the numbers alive.
    private let blocks: [MemoryBlock]

    /// After so many runs more tell nothing.
    private static let mostRuns = 4
    /// Seconds after which no further run begins.
    private static let patience = 0.06

    init(_ primitive: Primitive) throws {
        var memories: [PrimitiveArgument: Memory] = [:]
        var blocks: [MemoryBlock] = []
        for argument in PrimitiveArgument.ofConvolutions {
            guard let descriptor = try primitive.descriptor(of: argument) else { continue }
            let block = try MemoryBlock(byteCount: descriptor.byteCount)
            // Pages that were never written are all one page of zeros, which stays in the cache.
            block.floats.update(repeating: 0.01)
            memories[argument] = try Memory(descriptor, engine: primitive.engine, data: block.start)
            blocks.append(block)
        }
        self.blocks = blocks
        bound = try BoundPrimitive(primitive, memories)
        stream = try Stream(engine: primitive.engine)
    }

    /// The fastest of a few runs of each, which take turns so that a machine that slows down slows all of them; one more of
    /// each goes before.
    static func seconds(_ primitives: [Primitive]) throws -> [Double] {
        let runs = try primitives.map(TrialRun.init)
        for run in runs { try run.run() }
        var best = runs.map { _ in Double.infinity }
        var (spent, rounds) = (0.0, 0)
        while rounds < mostRuns, spent < patience * Double(runs.count) {
            for (place, run) in runs.enumerated() {
                let taken = try secondsTaken(run.run)
                best[place] = min(best[place], taken)
                spent += taken
            }
            rounds += 1
        }
        return best
    }

    private func run() throws {
        try withExtendedLifetime(blocks) {
            try bound.execute(on: stream)
            try stream.wait()
        }
    }
}

extension PrimitiveArgument {
    fileprivate static let ofConvolutions: [PrimitiveArgument] = [
        .source, .weights, .bias, .destination, .scratchpad, .sourceGradient, .weightsGradient, .biasGradient,
        .destinationGradient,
    ]
}
