package import Layers
package import Planning
package import Tensors

/// A way to run plans: the reference, or an accelerated library.
package protocol Backend: Sendable {
    /// As users choose it: `reference`, `onednn`.
    var name: String { get }

    /// Prepares a plan: kernels, layouts and buffers are settled here, so that a run only computes.
    ///
    /// - Parameter parameters: read at each run; a training run leaves gradients there and changes buffers.
    /// - Throws: when the machine cannot run the plan.
    func compile(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> any Executable

    /// What `compile` would make of a plan. Takes no memory for its buffers, and neither reads nor writes parameters.
    func outline(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> ProgramOutline

    /// What decides about the bits of its results beside the plan, by name: the library's version, the processor, threads.
    var conditions: [String: String] { get }

    /// Where there is more than one way to compute the programs asked for so far, the ways that were chosen, as text; nil
    /// for a backend that has one way only.
    var findings: String? { get }

    /// Goes by the findings of an earlier process, so that `compile` makes the same programs as it did; false, and nothing
    /// changes, where they are another machine's or of other options.
    func adopt(findings: String) -> Bool

    /// Finds out again, on purpose, what `findings` says of a plan; nothing for a backend that has one way only.
    func tune(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> [TriedProduct]

    /// Lets later processes on this machine find out again what `findings` says: a step took far longer or shorter than was
    /// foretold from them.
    ///
    /// - Returns: whether anything is left to find out.
    func doubtFindings(of phase: Phase) -> Bool
}

extension Backend {
    package var conditions: [String: String] { ["backend": name] }

    package var findings: String? { nil }

    package func adopt(findings: String) -> Bool { false }

    package func tune(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> [TriedProduct] { [] }

    package func doubtFindings(of phase: Phase) -> Bool { false }
}

/// A plan that is ready to run, again and again. Runs must not overlap.
package protocol Executable: AnyObject {
    /// Computes scores and losses of a batch and, in training, the gradients of every learned parameter.
    ///
    /// - Precondition: the batch has the plan's size, and no more classes than the plan's losses have scores.
    /// - Throws: when the machine fails.
    func run(_ batch: Batch) throws

    /// The scores of the last run, `[N, classes]` row-major.
    var scores: UnsafeBufferPointer<Float> { get }

    /// The loss of each picture of the last run, `[N]`: the weighted sum, if there are several.
    var losses: UnsafeBufferPointer<Float> { get }

    /// What was summed, without the weights: `[N]` for each of the plan's losses.
    var lossTerms: [UnsafeBufferPointer<Float>] { get }

    /// Runs `body(thread, threads)` once on each thread of the team that runs compute with, and returns when all are done.
    func onTeam(_ body: @escaping @Sendable (_ thread: Int, _ threads: Int) -> Void) throws

    /// Gives the memory of its buffers back until the next run: scores and losses are gone.
    func rest() throws

    /// What the run needs beside the parameters, in bytes; 0 where it is not planned.
    var workingByteCount: Int { get }

    /// What a run consists of, in order.
    var profile: [OperationProfile] { get }

    /// The same of every program that a run may choose from, in an order that does not depend on the runs before.
    var profiles: [[OperationProfile]] { get }

    /// A run, with a look at the clock before and after each operation.
    ///
    /// - Returns: seconds for each of `profile`.
    func timedRun(_ batch: Batch) throws -> [Double]
}

extension Executable {
    package var profiles: [[OperationProfile]] { [profile] }
}
