/// What one step of an optimiser does to learned numbers, each by itself.
///
/// A rule acts on any slice, so groups of parameters can have rules of their own, and threads can share the numbers of one.
package protocol UpdateRule: Sendable {
    /// Changes every number of a slice once, and what is remembered of it.
    func apply(to slice: ParameterSlice)
}

/// Consecutive learned numbers, with the gradient of each and what an optimiser remembers of it.
package struct ParameterSlice {
    /// A multiple of `Vector.scalarCount`.
    let count: Int
    let values: UnsafeMutablePointer<Float>
    let gradients: UnsafePointer<Float>
    let gradientScale: Float
    private let states: UnsafeMutablePointer<Float>
    private let stateStride: Int

    /// - Parameters:
    ///   - gradientScale: what rules see of the gradients are these times this.
    ///   - states: what is remembered first of the slice's first number; all zero before the first step.
    ///   - stateStride: numbers from there to what is remembered second of it, and so on.
    package init(
        count: Int, values: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
        gradientScale: Float = 1, states: UnsafeMutablePointer<Float>, stateStride: Int
    ) {
        precondition(count % Vector.scalarCount == 0, "tensors begin and end with whole vectors")
        self.count = count
        self.values = values
        self.gradients = gradients
        self.gradientScale = gradientScale
        self.states = states
        self.stateStride = stateStride
    }

    /// What is remembered of each number, by its place among the optimiser's `stateNames`.
    func state(_ index: Int) -> UnsafeMutablePointer<Float> { states + index * stateStride }
}
