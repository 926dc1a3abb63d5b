import Tensors

/// A summary in the form that `summary --format json` promises; field names are those of the output.
package struct SummaryJSON: Encodable, Sendable {
    struct Totals: Encodable, Sendable {
        let parameters: Int
        let buffers: Int
        let multiplyAdds: Int
        let flops: Int
        let activationElements: Int
    }

    struct Layer: Encodable, Sendable {
        let path: String
        let type: String
        let inputShapes: [[Int]]
        let outputShape: [Int]
        let parameters: Int
        let buffers: Int
        let multiplyAdds: Int
        let flops: Int
    }

    let name: String
    /// Costs are those of one picture.
    let batch = 1
    let totals: Totals
    let layers: [Layer]

    package init(_ summary: Summary) {
        name = summary.name
        totals = Totals(
            parameters: summary.parameters, buffers: summary.buffers, multiplyAdds: summary.multiplyAdds,
            flops: summary.flops, activationElements: summary.activationElements)
        layers = summary.rows.map { row in
            Layer(
                path: row.path, type: row.type, inputShapes: row.inputShapes.map(\.lengths),
                outputShape: row.outputShape.lengths, parameters: row.parameters, buffers: row.buffers,
                multiplyAdds: row.multiplyAdds, flops: row.flops)
        }
    }
}
