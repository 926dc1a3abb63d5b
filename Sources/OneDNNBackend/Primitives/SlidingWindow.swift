import COneDNN

/// How the window of a convolution or a pooling slides, axis by axis, first the height.
package struct SlidingWindow: Hashable, Sendable {
    /// The window's size; convolutions take theirs from the weights and ignore this.
    package var kernel: [Int]
    package var stride: [Int]
    /// Elements from one tap to the next: 1 for a dense window.
    package var dilation: [Int]
    package var paddingBefore: [Int]
    package var paddingAfter: [Int]

    package init(
        kernel: [Int], stride: [Int]? = nil, dilation: [Int]? = nil, paddingBefore: [Int]? = nil,
        paddingAfter: [Int]? = nil
    ) {
        self.kernel = kernel
        self.stride = stride ?? kernel.map { _ in 1 }
        self.dilation = dilation ?? kernel.map { _ in 1 }
        self.paddingBefore = paddingBefore ?? kernel.map { _ in 0 }
        self.paddingAfter = paddingAfter ?? self.paddingBefore
    }

    /// Calls `body` with the window as the shim takes it; lists of unequal length are refused before.
    func withShim(_ body: (UnsafePointer<ConedWindow>?) -> ConedStatus) -> ConedStatus {
        let axes = kernel.count
        let lists = [kernel, stride, dilation.map { $0 - 1 }, paddingBefore, paddingAfter]
        guard lists.allSatisfy({ $0.count == axes }) else { return ConedStatusInvalidArguments }
        return lists.flatMap { $0 }.map(Int64.init).withUnsafeBufferPointer { numbers in
            guard let first = numbers.baseAddress else { return ConedStatusInvalidArguments }
            var window = ConedWindow(
                axes: Int32(clamping: axes), kernel: first, stride: first + axes, dilation: first + 2 * axes,
                paddingBefore: first + 3 * axes, paddingAfter: first + 4 * axes)
            return body(&window)
        }
    }
}

/// Whether a forward primitive keeps what its backward one needs.
package enum Direction: Hashable, Sendable {
    case training, inference

    var code: ConedDirection { self == .training ? ConedDirectionTraining : ConedDirectionInference }
}

/// Steps on a primitive's result before it is stored: first the sum, then what is done to each number.
package struct PostOperations: Hashable, Sendable {
    /// Adds what the destination held before.
    package var addsToDestination: Bool
    /// At most two.
    package var steps: [Elementwise]

    package init(addsToDestination: Bool = false, steps: [Elementwise] = []) {
        precondition(steps.count <= 2, "a primitive takes two steps at most")
        self.addsToDestination = addsToDestination
        self.steps = steps
    }

    package static let none = PostOperations()

    var code: ConedPostOperations {
        let codes = steps.map(\.code) + [ConedElementwise(), ConedElementwise()]
        return ConedPostOperations(
            addsToDestination: addsToDestination, stepCount: Int32(clamping: steps.count), steps: (codes[0], codes[1]))
    }
}
