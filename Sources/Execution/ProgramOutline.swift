/// What a backend makes of a plan, before it takes any memory for it.
package struct ProgramOutline: Sendable {
    package let profile: [OperationProfile]
    /// Nil where a backend does not plan it.
    package let memory: WorkingMemory?

    package init(profile: [OperationProfile], memory: WorkingMemory?) {
        self.profile = profile
        self.memory = memory
    }
}

/// The memory for all that a plan computes: one arena, in which buffers share places one after the other.
package struct WorkingMemory: Hashable, Sendable {
    /// A buffer that is in use at the fullest moment.
    package struct Holding: Hashable, Sendable {
        /// The operation that touches it first, by its place in the profile.
        package let operation: Int
        package let byteCount: Int

        package init(operation: Int, byteCount: Int) {
            self.operation = operation
            self.byteCount = byteCount
        }
    }

    package let bufferCount: Int
    /// Of the arena.
    package let byteCount: Int
    /// What is in use at the fullest moment; an arena cannot be smaller.
    package let leastByteCount: Int
    /// The operation that runs at the fullest moment, by its place in the profile.
    package let fullestOperation: Int
    /// What is in use then, the largest first.
    package let holdings: [Holding]

    package init(
        bufferCount: Int, byteCount: Int, leastByteCount: Int, fullestOperation: Int, holdings: [Holding]
    ) {
        self.bufferCount = bufferCount
        self.byteCount = byteCount
        self.leastByteCount = leastByteCount
        self.fullestOperation = fullestOperation
        self.holdings = holdings
    }
}
