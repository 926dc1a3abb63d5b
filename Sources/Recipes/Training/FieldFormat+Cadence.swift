import Diagnostics
package import SpecSyntax

extension FieldFormat where Value == Double {
    /// A length of time.
    static var minutes: FieldFormat { .number(1e-9...TrainSettings.mostMinutes) }
}

extension FieldFormat where Value == Cadence {
    /// A number of epochs, or `{steps: 500}`, `{epochs: 2}`, `{minutes: 10}`.
    package static var cadence: FieldFormat {
        let epochs = FieldFormat<Int>.integer(1...1_000_000)
        return FieldFormat(
            "a number of epochs, or one of `{steps: …}`, `{epochs: …}`, `{minutes: …}`", placeholder: .epochs(1),
            schema: .either([epochs.schema(), .fields(FieldReader.declarations(of: read))])
        ) { node, context in
            if case .value(let count) = epochs.read(node, context) { return .value(.epochs(count)) }
            guard let entries = node.mapping else { return .unfit }
            let fields = FieldReader(entries, of: "a cadence", at: node.span, context: context)
            let given = read(fields)
            fields.finish()
            guard !fields.failed else { return .reported }
            guard given.count == 1 else {
                context.report(
                    Diagnostic(
                        .contradiction, "there must be one of `steps`, `epochs` and `minutes`, found \(given.count)",
                        at: node.span, help: "write, for example, `{steps: 500}`"))
                return .reported
            }
            return .value(given[0])
        }
    }

    private static func read(_ fields: FieldReader) -> [Cadence] {
        [
            fields.ifPresent("steps", .integer(1...1_000_000_000), help: "after every so many steps").map {
                Cadence.steps($0)
            },
            fields.ifPresent("epochs", .integer(1...1_000_000), help: "at the end of every so many epochs").map {
                Cadence.epochs($0)
            },
            fields.ifPresent("minutes", .minutes, help: "at the first step after so many minutes").map {
                Cadence.minutes($0)
            },
        ].compactMap { $0 }
    }
}
