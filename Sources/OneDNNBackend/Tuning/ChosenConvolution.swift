/// The primitive that computes one product of a convolution.
struct ChosenConvolution {
    let primitive: Primitive
    /// How long it took in trials; nil where none was made.
    let seconds: Double?
}
