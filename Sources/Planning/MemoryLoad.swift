/// When the buffers of a plan need the most room: no arena can be smaller than that.
package struct MemoryLoad: Hashable, Sendable {
    /// The most bytes that are in use at one step.
    package let byteCount: Int
    /// The first such step.
    package let step: Int

    package init(_ requests: [MemoryPlan.Request]) {
        var changes = [Int](repeating: 0, count: (requests.map(\.lifetime.upperBound).max() ?? 0) + 2)
        for request in requests {
            let length = MemoryPlan.aligned(request.byteCount)
            changes[request.lifetime.lowerBound] += length
            changes[request.lifetime.upperBound + 1] -= length
        }
        var (alive, most, fullest) = (0, 0, 0)
        for (step, change) in changes.enumerated() {
            alive += change
            if alive > most { (most, fullest) = (alive, step) }
        }
        (byteCount, step) = (most, fullest)
    }
}
