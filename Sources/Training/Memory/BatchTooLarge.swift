import Diagnostics

/// A batch that there is not enough memory for.
package struct BatchTooLarge: UserMistake, Hashable {
    /// What the message begins with: where the batch was asked for.
    private let subject: String
    package let batch: Int
    /// Beyond what the process has already.
    package let neededByteCount: Int
    package let limit: MemoryLimit
    /// The largest batch that fits; nil where not even one picture does.
    package let largest: Int?

    init(batch: Int, neededByteCount: Int, limit: MemoryLimit, largest: Int?) {
        self.init(
            subject: "a batch", batch: batch, neededByteCount: neededByteCount, limit: limit, largest: largest)
    }

    private init(subject: String, batch: Int, neededByteCount: Int, limit: MemoryLimit, largest: Int?) {
        self.subject = subject
        self.batch = batch
        self.neededByteCount = neededByteCount
        self.limit = limit
        self.largest = largest
    }

    /// The same of a batch that was asked for in this place: `` `--batch` ``.
    package func named(_ subject: String) -> BatchTooLarge {
        BatchTooLarge(
            subject: subject, batch: batch, neededByteCount: neededByteCount, limit: limit, largest: largest)
    }

    package var description: String {
        let pictures = batch == 1 ? "1 picture needs" : "\(batch) pictures need"
        return "\(subject) must fit into memory: \(pictures) \(ProgressText.bytes(neededByteCount)), and "
            + "\(limit.source.rawValue) \(ProgressText.bytes(limit.byteCount))"
    }

    package var help: String? {
        guard let largest else { return "take a smaller network or smaller pictures: not even one picture fits" }
        return "lower it to \(largest), the largest that fits"
    }
}

/// The largest batch that needs no more than `limit` bytes; nil where not even one picture does.
///
/// What batches need grows about as they do, so the place where the limit is crossed is found by interpolation; should
/// that go too slowly, by halving.
///
/// - Parameters:
///   - batch: one that needs more than the limit, `byteCount`.
///   - needed: bytes for a batch.
package func largestBatch(
    below batch: Int, needing byteCount: Int, within limit: Int, needed: (Int) throws -> Int
) rethrows -> Int? {
    guard batch > 1 else { return nil }
    var fitting = (batch: 1, byteCount: try needed(1))
    guard fitting.byteCount <= limit else { return nil }
    var failing = (batch: batch, byteCount: byteCount)
    var round = 0
    while failing.batch - fitting.batch > 1 {
        let gap = failing.batch - fitting.batch
        let slope = Double(failing.byteCount - fitting.byteCount) / Double(gap)
        let step = round > 3 && round % 2 == 0 ? gap / 2 : Int(Double(limit - fitting.byteCount) / max(slope, 1))
        let guess = fitting.batch + min(max(step, 1), gap - 1)
        let byteCount = try needed(guess)
        if byteCount <= limit { fitting = (guess, byteCount) } else { failing = (guess, byteCount) }
        round += 1
    }
    return fitting.batch
}
