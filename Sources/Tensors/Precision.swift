/// What activations and the weights that multiply them are rounded to while a network computes.
///
/// Single operations may compute in a wider type between such activations where that is faster. The weights that are
/// learned, gradients of weights, statistics and the optimiser's memory stay in float32 in both.
package enum Precision: String, Hashable, Sendable, CaseIterable {
    case float32
    /// 8 bits of significand: half the memory traffic, and about twice the speed where the processor multiplies it.
    case bfloat16
}
