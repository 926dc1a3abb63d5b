import Execution
import Networks

/// What a layer, a module or any other part of a step takes, forward and backward.
package struct TimingRow: Sendable {
    /// One direction.
    package struct Pass: Sendable {
        package private(set) var seconds = 0.0
        /// Two for each multiply-add of convolutions and linear layers.
        package private(set) var flops = 0
        /// The size of what is read and written.
        package private(set) var byteCount = 0

        fileprivate mutating func add(_ operation: StepParts.Operation) {
            seconds += operation.seconds
            flops += 2 * operation.profile.multiplyAdds
            byteCount += operation.profile.byteCount
        }
    }

    /// A layer's or a module's path; `optimizer` and `other` for what belongs to none.
    package let path: String
    /// How many operations were added up.
    package private(set) var operationCount = 0
    /// Bringing weights into the layouts of kernels counts as forward.
    package private(set) var forward = Pass()
    package private(set) var backward = Pass()

    package var seconds: Double { forward.seconds + backward.seconds }
    package var flops: Int { forward.flops + backward.flops }
    package var byteCount: Int { forward.byteCount + backward.byteCount }

    fileprivate init(path: String) { self.path = path }

    fileprivate init(_ update: StepParts.Update) {
        path = "optimizer"
        operationCount = 1
        backward = Pass(seconds: update.seconds, byteCount: update.byteCount)
    }

    fileprivate mutating func add(_ operation: StepParts.Operation) {
        operationCount += 1
        switch operation.profile.pass {
        case .weights, .forward: forward.add(operation)
        case .backward: backward.add(operation)
        }
    }
}

extension StepParts {
    /// The step's parts in the order of the network, what belongs to no layer and the optimiser last.
    ///
    /// - Parameter depth: how many names of a path tell parts apart: 1 for the outermost modules; nil for layers. An
    ///   operation that computes several layers at once is listed with all their paths.
    package func rows(depth: Int?) -> [TimingRow] {
        // A step begins by bringing weights into their layouts, in any order; the network's is that of the nodes.
        var rows: [String: (firstNode: Int, row: TimingRow)] = [:]
        for operation in operations {
            let nodes = operation.profile.nodes
            let path = title(nodes, depth: depth)
            var known = rows[path] ?? (.max, TimingRow(path: path))
            known.firstNode = min(known.firstNode, nodes.min() ?? .max)
            known.row.add(operation)
            rows[path] = known
        }
        let inOrder = rows.values.sorted { ($0.firstNode, $0.row.path) < ($1.firstNode, $1.row.path) }
        return inOrder.map(\.row) + (update.map { [TimingRow($0)] } ?? [])
    }

    private static let other = "other"

    private func title(_ nodes: [Int], depth: Int?) -> String {
        let paths = nodes.map { node in
            let names = network.nodes[node].path.split(separator: "/")
            return names.prefix(depth ?? names.count).joined(separator: "/")
        }
        let distinct = paths.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return distinct.isEmpty ? Self.other : distinct.joined(separator: " + ")
    }
}
