import CKernels
import COneDNN
import Execution
import Tensors

/// Runs a primitive on numbers of its own, to see how long it takes: with the conversions that it needs where it computes in
/// another type than the program's, also one that it may share with another.
struct TrialRun {
    private let bound: BoundPrimitive
    private let conversions: [() -> Void]
    private let stream: Stream
    /// Keeps the numbers alive.
    private let blocks: [MemoryBlock]

    /// So many runs of each candidate are made, whatever they show.
    private static let leastRounds = 3
    /// Who cannot be told apart by then is remembered as doubtful.
    private static let mostRounds = 60
    /// Seconds for each candidate after which no further round begins.
    private static let patience = 0.15

    /// - Parameter element: what the program's tensors hold.
    init(_ primitive: Primitive, element: DataType) throws {
        var memories: [PrimitiveArgument: Memory] = [:]
        var blocks: [MemoryBlock] = []
        var conversions: [() -> Void] = []
        for argument in PrimitiveArgument.ofConvolutions {
            guard let descriptor = try primitive.descriptor(of: argument) else { continue }
            let block = try MemoryBlock(byteCount: descriptor.byteCount)
            // Pages that were never written are all one page of zeros, which stays in the cache.
            block.floats.update(repeating: 0.01)
            memories[argument] = try Memory(descriptor, engine: primitive.engine, data: block.start)
            blocks.append(block)
            guard PrimitiveArgument.converted.contains(argument), let type = descriptor.type, type != element else {
                continue
            }
            let count = descriptor.byteCount / type.byteCount
            let narrow = try MemoryBlock(byteCount: count * element.byteCount)
            narrow.floats.update(repeating: 0.01)
            blocks.append(narrow)
            conversions.append(Self.conversion(of: count, from: narrow, element, to: block, type))
        }
        self.blocks = blocks
        self.conversions = conversions
        bound = try BoundPrimitive(primitive, memories)
        stream = try Stream(engine: primitive.engine)
    }

    /// Runs of each, which take turns so that a machine that slows down slows all of them, until their times are clear; one
    /// more of each goes before.
    static func times(_ primitives: [Primitive], element: DataType) throws -> TrialTimes {
        let runs = try primitives.map { try TrialRun($0, element: element) }
        for run in runs { try run.run() }
        var times = TrialTimes(candidates: runs.count)
        var (spent, rounds) = (0.0, 0)
        let (start, delay) = (ContinuousClock.now, ProcessorDelay.seconds)
        while rounds < leastRounds || !times.areClear, rounds < mostRounds,
            rounds < leastRounds || spent < patience * Double(runs.count)
        {
            for (place, run) in runs.enumerated() {
                let taken = try secondsTaken(run.run)
                times.note(taken, of: place)
                spent += taken
            }
            rounds += 1
        }
        let processorTime = (.now - start) / .seconds(1) * Double(coned_thread_count())
        times.isDisturbed = ProcessorDelay.seconds - delay > WaitingPolicy.shared * processorTime
        return times
    }

    /// From the program's type to the primitive's, also for results, which the program converts the other way.
    private static func conversion(
        of count: Int, from source: MemoryBlock, _ element: DataType, to destination: MemoryBlock, _ type: DataType
    ) -> () -> Void {
        guard let from = element.kernelElement, let to = type.kernelElement else { return {} }
        let machine = CkernMachine.current
        let rows = CkernRows(rows: 1, length: count, element: from)
        let tensors = [source, destination].map { CkernTensor(data: $0.start, imageStride: 0) }
        return { withUnsafePointer(to: machine) { ckern_copy($0, rows, tensors[0], to, tensors[1]) } }
    }

    private func run() throws {
        try withExtendedLifetime(blocks) {
            for convert in conversions { convert() }
            try bound.execute(on: stream)
            try stream.wait()
        }
    }
}

extension PrimitiveArgument {
    /// Activations and their gradients. Weights are float32 for whoever wants them so.
    fileprivate static let converted: [PrimitiveArgument] = [
        .source, .destination, .sourceGradient, .destinationGradient,
    ]

    fileprivate static let ofConvolutions: [PrimitiveArgument] = [
        .source, .weights, .bias, .destination, .scratchpad, .sourceGradient, .weightsGradient, .biasGradient,
        .destinationGradient,
    ]
}
