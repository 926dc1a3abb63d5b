import ArgumentParser
import Diagnostics
import Layers

/// How tables are written.
enum TableFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv, markdown

    /// `text` is another name of `table`.
    init?(argument: String) {
        self.init(rawValue: argument == "text" ? "table" : argument)
    }
}

/// What a network is used for; `train` and `eval` are short for the two.
enum PhaseName: String, ExpressibleByArgument, CaseIterable {
    case evaluation, training

    init?(argument: String) {
        self.init(rawValue: ["eval": "evaluation", "train": "training"][argument] ?? argument)
    }

    var phase: Phase { self == .training ? .training : .evaluation }
}

/// Reads `biases,batch-norm`.
func operationGroups(_ text: String) throws -> [OperationGroup] {
    try text.split(separator: ",").map { word in
        if let group = OperationGroup(rawValue: String(word)) { return group }
        let names = OperationGroup.allCases.map(\.rawValue)
        throw ValidationError(
            "--count must name groups of operations, found `\(word)`; "
                + (nearestName(to: String(word), among: names).map { "write `\($0)`" }
                    ?? "they are \(names.map { "`\($0)`" }.joined(separator: ", "))"))
    }
}
