import Diagnostics
import Layers
import Networks
import Planning
import Tensors

extension SummaryComparison {
    /// A row for each spec, for people.
    private var table: Table {
        let isCounted = members.contains { !$0.report.groups.isEmpty }
        let columns: [Table.Column] = [
            .init("network", leastLength: 12), .init("input", rank: 0), .init("parameters", isNumeric: true),
            .init("multiply-adds", isNumeric: true), .init("operations", isNumeric: true, rank: 3),
            .init("batch", isNumeric: true, rank: 2), .init("memory", isNumeric: true),
            .init("forecast", isNumeric: true, rank: 4),
        ]
        let table = Table(columns: columns, rows: members.map(cells))
        let batches = Set(members.map(\.report.memory.batch))
        let plain = batches.count > 1 ? table : table.removing(column: 5)
        return isCounted ? plain : plain.removing(column: 4)
    }

    private func cells(_ member: Member) -> [Table.Cell] {
        let (summary, memory) = (member.report.summary, member.report.memory)
        return [
            .init(label(member)), .init(summary.inputShape.description), .init(summary.total.parameters),
            .init(summary.total.multiplyAdds), .init(summary.total.operations), .init(memory.batch),
            .init(byteText(memory.total)), .init(member.forecast.map { milliseconds($0.seconds) } ?? "–"),
        ]
    }

    /// The network's name; the spec's path where another network has the same name.
    private func label(_ member: Member) -> String {
        let name = member.report.summary.name
        return printable(members.count { $0.report.summary.name == name } > 1 ? member.path : name)
    }

    /// As wide as the terminal allows.
    ///
    /// - Parameter width: the columns of the terminal; nil where lines may be as long as they like.
    package func text(width: Int?) -> String {
        (wrapped(convention, width: width) + [""] + TextTable(width: width).lines(table)).map { $0 + "\n" }.joined()
    }

    package var markdown: String { convention + "\n\n" + MarkdownTable.text(table) }

    /// Every number of its own, for programs.
    package var csv: String {
        let words = ["path", "name", "input", "phase"]
        let numbers = [
            "parameters", "buffers", "multiply_adds", "operations", "activations", "batch", "memory_bytes",
            "forecast_seconds",
        ]
        let columns = words.map { Table.Column($0) } + numbers.map { Table.Column($0, isNumeric: true) }
        return CSVTable.text(Table(columns: columns, rows: members.map(plainCells)))
    }

    private func plainCells(_ member: Member) -> [Table.Cell] {
        let (summary, memory) = (member.report.summary, member.report.memory)
        let total = summary.total
        let numbers = [
            total.parameters, total.buffers, total.multiplyAdds, total.operations, total.activationElements,
            memory.batch, memory.total,
        ]
        let input = summary.inputShape.lengths.map(String.init).joined(separator: "x")
        return [.init(member.path), .init(summary.name), .init(input), .init(memory.phase.rawValue)]
            + numbers.map { Table.Cell($0) } + [.init(member.forecast.map { "\($0.seconds)" } ?? "")]
    }
}

extension SummaryComparison {
    /// What is counted, and how.
    private var convention: String {
        "Parameters are learned numbers; multiply-adds are those of convolutions and linear layers for one picture, "
            + "without biases.\(operations) Memory is that to \(purpose) \(batch), in float32, each layer's output on its "
            + "own; the forecast is of a step of \(batch)\(machines)."
    }

    private var operations: String {
        let groups = members.first?.report.groups.map(\.rule) ?? []
        return groups.isEmpty ? "" : " Operations are 2 for each multiply-add, \(groups.joined(separator: ", "))."
    }

    private var purpose: String { members.first?.report.memory.phase == .training ? "train on" : "evaluate" }

    private var batch: String {
        let batches = Set(members.map(\.report.memory.batch))
        guard let only = batches.first, batches.count == 1 else { return "each spec's own batch" }
        return only == 1 ? "one picture" : "a batch of \(only)"
    }

    /// What the forecasts are for.
    private var machines: String {
        let machines = members.compactMap(\.forecast).map(\.machine)
        guard let machine = machines.first else { return "" }
        let precisions = Set(machines.map(\.precision)).sorted().joined(separator: " or ")
        return " on this machine with nothing else to do, with \(machine.threads) "
            + "thread\(machine.threads == 1 ? "" : "s"), in \(precisions)"
    }
}

private func milliseconds(_ seconds: Double) -> String { "\(decimal(seconds * 1e3, places: 1)) ms" }
