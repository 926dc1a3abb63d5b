package import Tensors

/// One plan made ready for batches of several sizes, with the same parameters: each batch runs on the executable of its size.
///
/// Scores, losses and gradients are those of the last run. What another size computed in gives its memory back first, so that
/// only one takes room.
package final class ExecutableBySize: Executable {
    private let executables: [Size: any Executable]
    private var current: any Executable

    /// Of a batch.
    package struct Size: Hashable, Sendable {
        package let pictures: Int
        package let shape: Shape

        package init(pictures: Int, shape: Shape) {
            self.pictures = pictures
            self.shape = shape
        }
    }

    /// - Parameter first: the size of the executable that is described before the first run.
    package init(_ executables: [Size: any Executable], first: Size) {
        guard let current = executables[first] else { preconditionFailure("the first size has an executable") }
        self.executables = executables
        self.current = current
    }

    package func run(_ batch: Batch) throws {
        try choose(for: batch)
        try current.run(batch)
    }

    package func timedRun(_ batch: Batch) throws -> [Double] {
        try choose(for: batch)
        return try current.timedRun(batch)
    }

    private func choose(for batch: Batch) throws {
        guard let executable = executables[Size(pictures: batch.size, shape: batch.pictureShape)] else {
            preconditionFailure("every size of a batch is made ready before the run")
        }
        guard executable !== current else { return }
        try current.rest()
        current = executable
    }

    package func rest() throws { try current.rest() }

    package func onTeam(_ body: @escaping @Sendable (_ thread: Int, _ threads: Int) -> Void) throws {
        try current.onTeam(body)
    }

    package var scores: UnsafeBufferPointer<Float> { current.scores }
    package var losses: UnsafeBufferPointer<Float> { current.losses }
    package var lossTerms: [UnsafeBufferPointer<Float>] { current.lossTerms }
    package var workingByteCount: Int { executables.values.reduce(0) { max($0, $1.workingByteCount) } }
    package var profile: [OperationProfile] { current.profile }

    /// From the largest pictures and batches to the smallest.
    package var profiles: [[OperationProfile]] {
        let sizes = executables.keys.sorted { one, other in
            let (first, second) = ([one.pictures] + one.shape.lengths, [other.pictures] + other.shape.lengths)
            return second.lexicographicallyPrecedes(first)
        }
        return sizes.flatMap { executables[$0]?.profiles ?? [] }
    }
}
