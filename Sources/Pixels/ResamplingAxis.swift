import CPixels

/// What the outputs along one axis take from the inputs: the weights of `Resampling`, as its kernels read them.
struct ResamplingAxis: Sendable {
    /// The outputs.
    let count: Int
    /// Weights of each output, filled up with zeros.
    let taps: Int
    /// The inputs from the first to the last that any output takes.
    let inputs: Range<Int>
    private let firsts: [Int32]
    private let counts: [Int32]
    private let low: [Int16]
    private let high: [Int16]

    /// - Parameters:
    ///   - length: the inputs that there are.
    ///   - box: what of them the outputs stand for; it lies within them.
    ///   - shown: the outputs that are wanted, of those from 0 to `target`.
    init(from length: Int, box: (start: Double, length: Double), to target: Int, showing shown: Range<Int>) {
        precondition(box.start >= 0 && box.length > 0 && box.start + box.length <= Double(length), "the box is inside")
        // In the order of Pillow's operations, so that every weight is the same.
        let scale = box.length / Double(target)
        let reach = max(scale, 1)
        let most = Int(reach.rounded(.up)) * 2 + 1
        let multiple = Int(CPIX_TAP_MULTIPLE)
        let taps = (most + multiple - 1) / multiple * multiple
        var (firsts, counts): ([Int32], [Int32]) = ([], [])
        var low = [Int16](repeating: 0, count: taps * shown.count)
        var high = low
        for (row, place) in shown.enumerated() {
            let middle = box.start + (Double(place) + 0.5) * scale
            let first = max(0, Int(middle - reach + 0.5))
            let end = min(length, Int(middle + reach + 0.5))
            let raw = (first..<end).map { input in
                max(0, 1 - abs((Double(input) - middle + 0.5) * (1 / reach)))
            }
            let sum = raw.reduce(0, +)
            for (tap, weight) in raw.enumerated() {
                let fixed = Int32(weight / sum * Double(1 << CPIX_PRECISION) + 0.5)
                low[row * taps + tap] = Int16(fixed & ((1 << CPIX_LOW_BITS) - 1))
                high[row * taps + tap] = Int16(fixed >> CPIX_LOW_BITS)
            }
            firsts.append(Int32(first))
            counts.append(Int32(raw.count))
        }
        let last = zip(firsts, counts).map { Int($0 + $1) }.max() ?? 0
        self.init(
            count: shown.count, taps: taps, inputs: Int(firsts.min() ?? 0)..<last, firsts: firsts, counts: counts,
            low: low, high: high)
    }

    private init(
        count: Int, taps: Int, inputs: Range<Int>, firsts: [Int32], counts: [Int32], low: [Int16], high: [Int16]
    ) {
        self.count = count
        self.taps = taps
        self.inputs = inputs
        self.firsts = firsts
        self.counts = counts
        self.low = low
        self.high = high
    }

    /// The same where inputs before `start` are not there.
    func counting(from start: Int) -> ResamplingAxis {
        ResamplingAxis(
            count: count, taps: taps, inputs: inputs.lowerBound - start..<inputs.upperBound - start,
            firsts: firsts.map { $0 - Int32(start) }, counts: counts, low: low, high: high)
    }

    /// Hands it out as the kernels want it, with how many weights of each output are not there to fill up.
    func withCAxis(_ body: (UnsafePointer<CpixAxis>, UnsafePointer<Int32>?) -> Void) {
        firsts.withUnsafeBufferPointer { firsts in
            counts.withUnsafeBufferPointer { counts in
                low.withUnsafeBufferPointer { low in
                    high.withUnsafeBufferPointer { high in
                        var axis = CpixAxis(
                            count: count, taps: taps, first: firsts.baseAddress, low: low.baseAddress,
                            high: high.baseAddress)
                        body(&axis, counts.baseAddress)
                    }
                }
            }
        }
    }
}
