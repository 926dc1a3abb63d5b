import CKernels
package import Execution
package import Layers
package import Planning
package import Tensors

/// Runs plans on oneDNN: blocked layouts of the library's choice, every primitive made once, one arena for all buffers.
///
/// Layers without a kernel of their own here run by their reference on plain layouts.
package struct OneDNNBackend: Backend {
    package let name = "onednn"
    private let thread: EngineThread
    private let precision: Precision
    private let adopted: AdoptedTuning
    private let poisonsMemory: Bool
    private let prefersLibrary: Bool
    package let conditions: [String: String]

    /// - Parameters:
    ///   - threads: how many threads each primitive uses; fixed for the life of the backend.
    ///   - precision: what is computed with.
    ///   - tuning: what trials of convolutions have shown on this machine, and where new ones are remembered; nil to take
    ///     the algorithms that are usually fastest, without a trial.
    ///   - poisonsMemory: whether a program's buffers hold no numbers at first, for tests: nothing may depend on what does.
    ///   - prefersLibrary: whether oneDNN's kernels stand in for netspec's own where they can, on whole tensors, to find out
    ///     which of the own ones earn their lines.
    /// - Throws: `UnsupportedPrecision` where the processor has no instructions for it, or may not use them.
    package init(
        threads: Int, precision: Precision = .float32, tuning: TuningMemory? = nil, poisonsMemory: Bool = false,
        prefersLibrary: Bool = false
    ) throws {
        guard precision == .float32 || CkernInstructions.best == CkernAVX512BFloat16 else {
            throw UnsupportedPrecision(precision)
        }
        thread = try EngineThread(threads: threads)
        self.precision = precision
        adopted = AdoptedTuning(tuning, machine: TuningMemory.machine(threads: threads))
        self.poisonsMemory = poisonsMemory
        self.prefersLibrary = prefersLibrary
        conditions = [
            "backend": name, "library": "onednn \(Engine.libraryVersion)", "processor": TuningMemory.processorName,
            "instructions": String(cString: ckern_instructions_name(.best)), "threads": "\(threads)",
            "precision": precision.rawValue,
        ].merging(InstructionLimit.instructions.map { ["limit": $0] } ?? [:]) { $1 }
    }

    package func compile(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> any Executable {
        let program = try withBuilder(plan, parameters, trials: .ofUnknown) { try $0.program() }
        adopted.memory?.save()
        if poisonsMemory { program.arena.poison() }
        return OneDNNExecutable(program: program, thread: thread)
    }

    package func outline(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> ProgramOutline {
        try withBuilder(plan, parameters) { try $0.outline() }
    }

    /// A builder on the thread that may use it; one that tries nothing, if nothing else is asked for.
    func withBuilder<Result: Sendable>(
        _ plan: ExecutionPlan, _ parameters: ParameterStore, trials: ConvolutionTuner.Trials = .none,
        _ body: @escaping @Sendable (ProgramBuilder) throws -> Result
    ) throws -> Result {
        try thread.run { [precision, tuning = adopted.memory, prefersLibrary] in
            try body(
                ProgramBuilder(
                    plan, parameters, precision: precision, tuning: tuning, trials: trials,
                    prefersLibrary: prefersLibrary))
        }
    }

    package var findings: String? { adopted.findings }

    package func doubtFindings(of phase: Phase) -> Bool { adopted.memory?.doubt(phase) ?? false }

    /// - Throws: `FileError` where they cannot be kept for later processes.
    func writeFindings() throws { try adopted.memory?.write() }

    package func adopt(findings: String) -> Bool { adopted.adopt(findings) }
}

/// A program and the thread that it must run on.
private final class OneDNNExecutable: Executable {
    private let program: Program
    private let thread: EngineThread

    init(program: Program, thread: EngineThread) {
        self.program = program
        self.thread = thread
    }

    func run(_ batch: Batch) throws {
        let (program, waiting) = (program, thread.waiting)
        try thread.run { try program.run(batch, waiting) }
    }

    func timedRun(_ batch: Batch) throws -> [Double] {
        let program = program
        return try thread.run { try program.timedRun(batch) }
    }

    func onTeam(_ body: @escaping @Sendable (_ thread: Int, _ threads: Int) -> Void) throws {
        try thread.run { parallel(body) }
    }

    func rest() throws {
        let program = program
        try thread.run { program.rest() }
    }

    var profile: [OperationProfile] { program.profile }
    var scores: UnsafeBufferPointer<Float> { program.scores }
    var losses: UnsafeBufferPointer<Float> { program.losses }
    var lossTerms: [UnsafeBufferPointer<Float>] { program.lossTerms }
    var workingByteCount: Int { program.arena.byteCount }
}
