package import Caffe
package import Diagnostics
package import SpecCompiler
import SpecSyntax

extension PrototxtConversion {
    /// The text of a `.prototxt` file with an experiment's network; nil, with all that Caffe cannot say in `collector`, where
    /// there is such. What such a file has no room for is left out, and told as a warning.
    package static func text(of experiment: Experiment, into collector: DiagnosticCollector) -> String? {
        let tree = experiment.parts.tree
        for entry in ["data", "train"].compactMap({ key in tree.mapping?.first { $0.key == key } }) {
            collector.report(
                Diagnostic(
                    .caffeDifference, "a network is written for Caffe alone, and `\(entry.key)` is left out",
                    at: entry.keySpan, help: remedies[entry.key], severity: .warning))
        }
        return text(FlatNet(experiment), into: collector)
    }

    private static let remedies = [
        "data": "put a `Data` layer in the place of the `Input` that is written",
        "train": "write a `solver.prototxt` for Caffe",
    ]
}
