import Diagnostics
import Execution
import Networks
package import Training

/// The operations of a step that plain reference code computes, so that no slow path goes without a word.
package struct SlowOperations: Encodable, Sendable {
    package struct Operation: Encodable, Sendable {
        package let name: String
        /// The paths of the layers.
        package let layers: [String]
        package let implementation: String
        package let layouts: String
    }

    package let operations: [Operation]
    /// Of the step's time, if it was measured.
    package let share: Double?

    /// - Parameter isMeasured: whether the times of the parts were measured rather than foretold.
    package init(_ parts: StepParts, isMeasured: Bool) {
        let slow = parts.slowOperations
        operations = slow.map { operation in
            Operation(
                name: operation.profile.name, layers: operation.profile.nodes.map { parts.network.nodes[$0].path },
                implementation: operation.profile.implementation, layouts: operation.profile.layouts)
        }
        share = isMeasured && parts.seconds > 0 ? slow.reduce(0) { $0 + $1.seconds } / parts.seconds : nil
    }

    /// Nil where there are none.
    package var line: String? {
        guard let first = operations.first else { return nil }
        let count = operations.count == 1 ? "1 operation runs" : "\(operations.count) operations run"
        let layers = first.layers.map { "`\(printable($0))`" }.joined(separator: ", ")
        let example = "\(first.name)" + (layers.isEmpty ? "" : " of \(layers)") + " [\(first.implementation)]"
        let part = share.map { ", \(decimal($0 * 100, places: 1)) % of the step" } ?? ""
        return "slow: \(count) by reference code, for which there is no fast kernel\(part): \(example)"
            + (operations.count > 1 ? " and others; `netspec plan --flat` lists them" : "")
    }
}
