/// Whether the steps of a training suit its pictures.
extension TrainSettings {
    /// A step that takes more pictures than there are.
    package struct Excess: Hashable, Sendable {
        /// The field to blame, `batch` or `accumulate`.
        package let field: String
        /// What a step must not be, and what it is.
        package let message: String
        package let help: String
    }

    /// What is wrong with a step of more pictures than there are to learn from; nil where there are enough.
    ///
    /// - Parameter described: the pictures, for the message: `43 training pictures`.
    package func excess(over pictures: Int, described: String) -> Excess? {
        guard picturesInStep > pictures else { return nil }
        guard accumulate > 1 else {
            return Excess(
                field: "batch", message: "`batch` must be at most the \(described), found \(batch)",
                help: "write `batch: \(max(1, pictures))` or less")
        }
        let (fitting, times) = (pictures / accumulate, pictures / batch)
        let help =
            switch (fitting, times) {
            case (0, 0): "write `accumulate: 1` and `batch: \(max(1, pictures))` or less"
            case (0, _): "write `accumulate: \(times)` or less"
            default: "write `batch: \(fitting)` or less, or a lower `accumulate`"
            }
        return Excess(
            field: batch > pictures ? "batch" : "accumulate",
            message:
                "a step must have at most the \(described), and `accumulate: \(accumulate)` batches of \(batch) have "
                + "\(picturesInStep)",
            help: help)
    }

    /// Pictures of an epoch's last batch where they do not fill it and are not left out; 0 where there is none.
    package func partialCount(pictures: Int) -> Int { keepsPartialBatch ? pictures % batch : 0 }
}
