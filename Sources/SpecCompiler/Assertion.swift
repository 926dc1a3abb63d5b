import Diagnostics
import Networks
import SpecSyntax
import Tensors

/// One line of `assert`: a total, or the output shape of a layer or module.
struct Assertion {
    private static let totals = declaredTotals.map(\.name)

    /// The totals that a line can hold, for editors.
    static let declaredTotals = FieldReader.declarations { fields in
        let total = FieldFormat<Int>.integer(0...Int.max)
        _ = fields.ifPresent("parameters", total, help: "learned numbers: weights, biases, scales, shifts")
        _ = fields.ifPresent("buffers", total, help: "running statistics of batch norm")
        _ = fields.ifPresent("multiply-adds", total, help: "of convolutions and linear layers, without biases")
        _ = fields.ifPresent("flops", total, help: "twice the multiply-adds")
    }

    private let entry: SyntaxNode.Entry
    private let network: Network
    private let value: Value?
    /// Of what does not hold.
    private let severity: Diagnostic.Severity
    private let collector: DiagnosticCollector

    /// Nil, with the reason reported, when there is nothing of this name.
    ///
    /// - Parameters:
    ///   - values: the network's values by their paths.
    ///   - others: the keys of all assertions, of which no other is meant.
    init?(
        _ entry: SyntaxNode.Entry, network: Network, values: [String: Value], others: Set<String>,
        severity: Diagnostic.Severity,
        into collector: DiagnosticCollector
    ) {
        value = values[entry.key]
        guard Self.totals.contains(entry.key) || value != nil else {
            let paths = network.modules.prefix(500).map(\.path) + network.nodes.prefix(500).map(\.path)
            let meant = nearestName(to: entry.key, among: (Self.totals + paths).filter { !others.contains($0) })
            collector.report(
                Diagnostic(
                    .unknownKey,
                    "`assert` can hold a total or a path, and there is no "
                        + "`\(abbreviated(entry.key))`", at: entry.keySpan,
                    help: meant.map(entry.keySpan.remedy)
                        ?? "the totals are \(listed(Self.totals))", severity: severity))
            return nil
        }
        (self.entry, self.network, self.severity, self.collector) = (entry, network, severity, collector)
    }

    func check() {
        if Self.totals.contains(entry.key) { checkTotal() } else { checkShape() }
    }

    private func checkTotal() {
        guard let wanted = entry.value.scalar.flatMap({ parseInteger($0.text) }) else {
            return report(
                "`\(entry.key)` must be a whole number, found \(entry.value.foundText)", code: .wrongType,
                help: "write `\(entry.key): \(total)`, which it is")
        }
        if total != wanted {
            report(
                "`\(entry.key)` is asserted to be \(wanted), and is \(total)",
                help:
                    "write `\(entry.key): \(total)` if that is meant; without it `netspec summary` tells what it is made of"
            )
        }
    }

    private var total: Int {
        let summary = Summary(network)
        return switch entry.key {
        case "parameters": summary.parameters
        case "buffers": summary.buffers
        case "multiply-adds": summary.multiplyAdds
        default: summary.flops
        }
    }

    private func checkShape() {
        let lengths = entry.value.sequence?.compactMap { $0.scalar.flatMap { parseInteger($0.text) } }
        guard let lengths, lengths.count == entry.value.sequence?.count else {
            return report(
                "the shape of `\(entry.key)` must be a list of whole numbers, found \(entry.value.foundText)",
                code: .wrongType,
                help: value.map { "write `\(abbreviated(entry.key)): \(network.shape(of: $0))`, which it is" })
        }
        guard let value else { return }
        let found = network.shape(of: value)
        if found != Shape(lengths) {
            report(
                "the output of `\(entry.key)` is asserted to be \(Shape(lengths)), and is \(found)",
                help:
                    "write `\(entry.key): \(found)` if that is meant; without it `netspec why` tells how it came about")
        }
    }

    private func report(_ message: String, code: Diagnostic.Code = .assertion, help: String? = nil) {
        collector.report(
            Diagnostic(
                code, message, at: entry.value.span, help: help, severity: code == .assertion ? severity : .error))
    }
}
