package import Diagnostics
import Networks
import Planning
import Tensors

/// Several summaries in the form that `summary SPEC SPEC… --format json` promises; field names are those of the output.
package struct SummaryComparisonJSON: Encodable, Sendable {
    struct Forecast: Encodable, Sendable {
        let seconds: Double
        let threads: Int
        let precision: String
    }

    struct Member: Encodable, Sendable {
        let path: String
        let name: String
        let inputShape: [Int]
        let totals: SummaryJSON.Totals
        let memory: SummaryJSON.Memory
        /// Null where it could not be foretold.
        let forecast: Forecast?

        enum CodingKeys: CodingKey { case path, name, inputShape, totals, memory, forecast }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(path, forKey: .path)
            try container.encode(name, forKey: .name)
            try container.encode(inputShape, forKey: .inputShape)
            try container.encode(totals, forKey: .totals)
            try container.encode(memory, forKey: .memory)
            try container.encode(forecast, forKey: .forecast)
        }
    }

    /// Whether every spec could be priced.
    let valid: Bool
    let specs: [Member]
    let diagnostics: [DiagnosticJSON]

    package init(_ comparison: SummaryComparison, diagnostics: [Diagnostic], isValid: Bool) {
        valid = isValid
        specs = comparison.members.map { member in
            Member(
                path: member.path, name: member.report.summary.name,
                inputShape: member.report.summary.inputShape.lengths, totals: .init(member.report.summary.total),
                memory: .init(member.report.memory),
                forecast: member.forecast.map {
                    Forecast(seconds: $0.seconds, threads: $0.machine.threads, precision: $0.machine.precision)
                })
        }
        self.diagnostics = diagnostics.map { DiagnosticJSON($0) }
    }
}
