/// Pictures in a batch where neither the command nor the spec says how many.
package enum UsualBatch {
    /// In `train`.
    package static let training = 128
    /// In a step of a spec without `train` that is planned, timed or tuned, and in an evaluation of one.
    package static let step = 64
    /// In a summary of the memory of a spec without `train`, and of any that is evaluated.
    package static let summary = 1
}
