/// Tells nothing of a training but what a user should look into.
package final class QuietProgress: TrainingObserver {
    private let output: ProgressOutput

    package init(_ output: ProgressOutput) {
        self.output = output
    }

    package func noted(_ note: String) { output.write("note: \(note)\n") }
}
