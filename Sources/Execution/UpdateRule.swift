/// What one step of an optimiser does to learned numbers, each by itself.
///
/// A backend may have a kernel of its own for a rule that it knows; every other runs by `apply`.
package protocol UpdateRule: Sendable {
    /// Changes every number once.
    ///
    /// - Parameters:
    ///   - values: the learned numbers, changed in place.
    ///   - gradients: one for each of `values`.
    ///   - state: what is remembered of them from step to step, one stretch as long as `values` after the other; all zero
    ///     before the first step.
    func apply(
        to values: UnsafeMutableBufferPointer<Float>, gradients: UnsafeMutableBufferPointer<Float>,
        state: UnsafeMutableBufferPointer<Float>)
}
