import Diagnostics

/// What became of the weights of a file that a training begins with.
package struct WeightsReport: Hashable, Sendable, Encodable {
    package let path: String
    package let loaded: [String]
    /// Parameters that the file lacks; they begin as the spec says.
    package let missing: [String]
    /// Tensors that the network has no use for.
    package let unexpected: [String]
    /// Parameters of other shapes, such as a classifier's of another number of classes; they begin as the spec says.
    package let misshapen: [WeightsMismatch.Misshapen]

    init(
        path: String, loaded: [String], missing: [String] = [], unexpected: [String] = [],
        misshapen: [WeightsMismatch.Misshapen] = []
    ) {
        self.path = path
        self.loaded = loaded
        self.missing = missing
        self.unexpected = unexpected
        self.misshapen = misshapen
    }

    /// A line for each kind that there is.
    package var lines: [String] {
        func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
        var lines = ["\(counted(loaded.count, "tensor")) of `\(path)` loaded"]
        if !missing.isEmpty { lines.append("not in the file, begun anew: \(list(missing))") }
        if !misshapen.isEmpty {
            let shapes = misshapen.map { "`\($0.name)` (\($0.found) in the file, \($0.wanted) here)" }
            lines.append("of another shape, begun anew: \(shapes.joined(separator: ", "))")
        }
        if !unexpected.isEmpty { lines.append("in the file and not in the network: \(list(unexpected))") }
        return lines
    }
}
