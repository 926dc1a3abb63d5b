import Layers
import Networks
import Planning
import SpecSyntax
import Tensors

/// A summary in the form that `summary --format json` promises; field names are those of the output.
///
/// Costs are those of one picture; `memory` is in bytes, for its own batch.
package struct SummaryJSON: Encodable, Sendable {
    struct Totals: Encodable, Sendable {
        let parameters: Int
        let buffers: Int
        let multiplyAdds: Int
        let flops: Int
        let operations: Int
        let activationElements: Int
    }

    struct Field: Encodable, Sendable {
        let size: [Int]
        let stride: [Int]?
    }

    struct Layer: Encodable, Sendable {
        let path: String
        let type: String
        /// The auxiliary classifier that it is in; left out where it is in none.
        let auxiliary: String?
        let inputShapes: [[Int]]
        let outputShape: [Int]
        let parameters: Int
        let buffers: Int
        let multiplyAdds: Int
        let flops: Int
        let operations: Int
        let activationElements: Int
        let share: Double
        let receptiveField: Field
    }

    struct Argument: Encodable, Sendable {
        let name: String
        let value: String
    }

    /// A use of a module: what a layer has, and its arguments. Its type is the module's name.
    struct Module: Encodable, Sendable {
        let row: Layer
        let arguments: [Argument]

        func encode(to encoder: any Encoder) throws {
            try row.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(arguments, forKey: .arguments)
        }

        enum CodingKeys: CodingKey { case arguments }
    }

    struct Memory: Encodable, Sendable {
        let phase: String
        let batch: Int
        let bytesPerNumber: Int
        let weights: Int
        let buffers: Int
        let gradients: Int
        let optimizerState: Int
        let average: Int
        let activations: Int
        let activationGradients: Int
        let total: Int
    }

    let name: String
    let batch = 1
    /// The groups of operations that `operations` counts beside the multiply-adds.
    let counted: [String]
    let totals: Totals
    let layers: [Layer]
    let modules: [Module]
    let memory: Memory

    package init(_ report: SummaryReport) {
        let total = report.summary.total
        name = report.summary.name
        counted = report.groups.map(\.rawValue)
        totals = Totals(total)
        layers = report.summary.layers.map { Layer($0, of: total) }
        modules = report.summary.modules.map { row in
            let arguments = row.module.map { report.arguments[$0] } ?? []
            return Module(
                row: Layer(row, of: total), arguments: arguments.map { Argument(name: $0.name, value: $0.value) })
        }
        memory = Memory(report.memory)
    }
}

extension SummaryJSON.Totals {
    init(_ cost: Cost) {
        self.init(
            parameters: cost.parameters, buffers: cost.buffers, multiplyAdds: cost.multiplyAdds, flops: cost.flops,
            operations: cost.operations, activationElements: cost.activationElements)
    }
}

extension SummaryJSON.Layer {
    fileprivate init(_ row: Summary.Row, of total: Cost) {
        let share = total.operations > 0 ? Double(row.cost.operations) / Double(total.operations) : 0
        self.init(
            path: row.path, type: row.type, auxiliary: row.auxiliary, inputShapes: row.inputShapes.map(\.lengths),
            outputShape: row.outputShape.lengths, parameters: row.cost.parameters, buffers: row.cost.buffers,
            multiplyAdds: row.cost.multiplyAdds, flops: row.cost.flops, operations: row.cost.operations,
            activationElements: row.cost.activationElements, share: share, receptiveField: .init(row.receptiveField))
    }
}

extension SummaryJSON.Field {
    fileprivate init(_ field: ReceptiveField) {
        self.init(
            size: [field.size.height, field.size.width], stride: field.stride.map { [$0.height, $0.width] })
    }
}

extension SummaryJSON.Memory {
    init(_ memory: MemoryEstimate) {
        self.init(
            phase: memory.phase.rawValue, batch: memory.batch, bytesPerNumber: MemoryEstimate.bytesPerNumber,
            weights: memory.weights, buffers: memory.buffers, gradients: memory.gradients,
            optimizerState: memory.optimizerState, average: memory.average, activations: memory.activations,
            activationGradients: memory.activationGradients, total: memory.total)
    }
}
