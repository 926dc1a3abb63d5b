import Layers
package import Networks
import SpecSyntax
import Tensors

extension SummaryReport {
    /// The listed layers and modules, for people.
    ///
    /// - Parameter indents: whether what is in a module stands indented below it, by its own name.
    func table(indents: Bool) -> Table {
        let columns: [Table.Column] = [
            .init("layer"), .init("type", rank: 2), .init("output", rank: 6),
            .init("parameters", isNumeric: true), .init("buffers", isNumeric: true, rank: 1),
            .init("multiply-adds", isNumeric: true),
            .init("operations", isNumeric: true),
            .init("share", isNumeric: true, rank: 5), .init("field", isNumeric: true, rank: 4),
        ]
        let table = Table(
            columns: columns, rows: rows.map { cells($0, indents: indents) },
            total: [
                "total", "", "", .init(summary.total.parameters), .init(summary.total.buffers),
                .init(summary.total.multiplyAdds), .init(summary.total.operations), .init(share(summary.total)), "",
            ])
        return groups.isEmpty ? table.removing(column: 6) : table
    }

    private func cells(_ row: Summary.Row, indents: Bool) -> [Table.Cell] {
        [
            .init(indents ? indented(row) : row.path), .init(row.type), .init(row.outputShape.description),
            .init(row.cost.parameters), .init(row.cost.buffers), .init(row.cost.multiplyAdds),
            .init(row.cost.operations), .init(share(row.cost)), .init(row.receptiveField.text),
        ]
    }

    /// The part of the whole's operations.
    private func share(_ cost: Cost) -> String {
        cost.operations == 0 ? "–" : shareText(cost.operations, of: summary.total.operations)
    }

    private func indented(_ row: Summary.Row) -> String {
        guard detail != .flat, row.depth > 0 else { return row.path }
        let own = row.path.split(separator: "/").dropFirst(row.depth).joined(separator: "/")
        return String(repeating: "  ", count: row.depth) + own
    }

    /// The listed layers and modules, for programs: every number of its own, no total.
    var plainTable: Table {
        let numbers = [
            "parameters", "buffers", "multiply_adds", "operations", "activations", "field_height", "field_width",
            "field_stride_height", "field_stride_width",
        ]
        return Table(
            columns: ["path", "depth", "type", "output"].map { .init($0) }
                + numbers.map { .init($0, isNumeric: true) },
            rows: rows.map(plainCells))
    }

    private func plainCells(_ row: Summary.Row) -> [Table.Cell] {
        let (cost, field) = (row.cost, row.receptiveField)
        let numbers = [
            cost.parameters, cost.buffers, cost.multiplyAdds, cost.operations, cost.activationElements,
            field.size.height, field.size.width, field.stride?.height, field.stride?.width,
        ]
        return [
            .init(row.path), .init(row.depth), .init(row.type),
            .init(row.outputShape.lengths.map(String.init).joined(separator: "x")),
        ] + numbers.map { $0.map { Table.Cell($0) } ?? "" }
    }
}

extension ReceptiveField {
    /// `11 /2`, `[11, 1] /[2, 1]`; without the stride where there is none.
    package var text: String { "\(size)" + (stride.map { " /\($0)" } ?? "") }
}
