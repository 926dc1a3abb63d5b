import Networks
import Tensors

/// For each module that is used more than once, a table of what its uses give to its parameters, like table 1 of Szegedy et
/// al., CVPR 2015: a row for each use, a column for each parameter, and what came of it.
///
/// Only the uses that the summary lists count.
package struct ParameterTables: Sendable {
    /// The uses of one module, in their order.
    struct Uses: Sendable {
        let module: String
        let parameters: [String]
        let rows: [Summary.Row]
        let arguments: [[String]]
    }

    private let uses: [Uses]

    package init(_ report: SummaryReport) {
        let isListed: (Summary.Row) -> Bool
        switch report.detail {
        case .flat: isListed = { _ in true }
        case .depth(let depth): isListed = { $0.depth < depth }
        }
        let rows = report.summary.modules.filter(isListed)
        let groups = Dictionary(grouping: rows, by: \.type)
        var seen: Set<String> = []
        uses = rows.map(\.type).filter { seen.insert($0).inserted }.compactMap { name in
            guard let group = groups[name], group.count > 1 else { return nil }
            let arguments = group.map { row in row.module.map { report.arguments[$0] } ?? [] }
            return Uses(
                module: name, parameters: arguments[0].map(\.name), rows: group,
                arguments: arguments.map { $0.map(\.value) })
        }
    }

    package func text(width: Int?) -> String {
        guard !uses.isEmpty else { return "no module is used more than once\n" }
        return uses.map { uses in
            ([uses.title + ":", ""] + TextTable(width: width).lines(uses.table)).map { $0 + "\n" }.joined()
        }.joined(separator: "\n")
    }

    package var markdown: String {
        uses.map { "### \(MarkdownTable.escaped($0.title))\n\n" + MarkdownTable.text($0.table) }.joined(separator: "\n")
    }

    /// All uses in one table; a column for each parameter that any module has.
    package var csv: String {
        var seen: Set<String> = []
        let parameters = uses.flatMap(\.parameters).filter { seen.insert($0).inserted }
        let costs: [Table.Column] = ["output", "parameters", "multiply_adds"].map { .init($0) }
        let rows = uses.flatMap { uses in
            zip(uses.rows, uses.arguments).map { row, values -> [Table.Cell] in
                let byName = Dictionary(zip(uses.parameters, values)) { first, _ in first }
                return [.init(uses.module), .init(row.path)] + parameters.map { .init(byName[$0] ?? "") } + row.outcome
            }
        }
        return CSVTable.text(
            Table(
                columns: [.init("module"), .init("path")] + parameters.map { .init($0, key: $0) } + costs, rows: rows))
    }
}

extension ParameterTables.Uses {
    fileprivate var title: String { "\(module), used \(rows.count) times" }

    fileprivate var table: Table {
        let costs: [Table.Column] = [
            .init("output", rank: 0), .init("parameters", isNumeric: true, rank: 2),
            .init("multiply-adds", isNumeric: true, rank: 1),
        ]
        return Table(
            columns: [.init("use")] + parameters.map { .init($0, isNumeric: true) } + costs,
            rows: zip(rows, arguments).map { row, values in
                [.init(row.path)] + values.map { .init($0) } + row.outcome
            })
    }
}

extension Summary.Row {
    fileprivate var outcome: [Table.Cell] {
        [.init(outputShape.description), .init(cost.parameters), .init(cost.multiplyAdds)]
    }
}
