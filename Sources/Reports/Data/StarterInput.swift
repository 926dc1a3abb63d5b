import Pixels

/// The size to which pictures are brought for a starter spec, and how.
struct StarterInput {
    let size: PictureSize
    /// Why it is this, a sentence.
    let reason: String
    /// Whether the pictures have this size already.
    private let isTheirs: Bool

    private static let sides = [16, 24, 32, 48, 64, 96, 128]

    /// Pictures that are all alike and small keep their size; of others the largest usual one is taken that half of them reach.
    init(_ facts: StarterFacts) {
        if facts.sizes.count == 1, let only = facts.sizes.keys.first, max(only.height, only.width) <= 128,
            min(only.height, only.width) >= 8
        {
            (size, isTheirs, reason) = (only, true, "All pictures have this size.")
            return
        }
        let shorter = facts.sizes.map { (side: min($0.key.height, $0.key.width), count: $0.value) }
            .sorted { $0.side < $1.side }
        let half = shorter.reduce(0) { $0 + $1.count } / 2
        var (median, before) = (shorter.last?.side ?? 64, 0)
        for (side, count) in shorter {
            before += count
            if before > half {
                median = side
                break
            }
        }
        let side = Self.sides.last { $0 <= median } ?? Self.sides[0]
        (size, isTheirs) = (PictureSize(height: side, width: side), false)
        reason =
            "The shorter sides of the pictures are \(median) pixels in the middle."
            + (side == Self.sides.last ? " Larger ones show more and take longer, as the square of the side." : "")
    }

    /// Of a network that is there.
    init(_ facts: StarterFacts, size: PictureSize) {
        self.size = size
        isTheirs = facts.sizes.count == 1 && facts.sizes.keys.first == size
        reason = ""
    }

    private var extent: String { size.height == size.width ? "\(size.height)" : "[\(size.height), \(size.width)]" }
    private var shorter: Int { min(size.height, size.width) }

    /// What `resize` must say so that pictures that have the size stay as they are.
    var resizing: [String] {
        guard isTheirs, shorter >= 64 else { return [] }
        return ["# They are not resized.", "resize: {shorter: \(shorter)}"]
    }

    func augmentation(flips: Bool) -> [String] {
        let (crop, reason) =
            isTheirs
            ? ("{random-crop: {size: \(extent), pad: \(max(1, shorter / 8))}}", "A window at a random place")
            : ("{random-resized-crop: {size: \(extent)}}", "A window of random size and place")
        return flips
            ? [
                "# \(reason), and its mirror image as often as not; without `horizontal-flip` where left and right matter.",
                "augment: [\(crop), horizontal-flip]",
            ]
            : ["# \(reason). Without mirror images: the names look like letters or digits.", "augment: [\(crop)]"]
    }
}
