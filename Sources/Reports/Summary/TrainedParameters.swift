import Execution
import Layers
import Networks
import Recipes
package import SpecCompiler
import SpecSyntax
import Tensors

/// What training does to each parameter: its group, its learning rate, its weight decay, whether it is frozen.
package struct TrainedParameters: Sendable {
    struct Row: Sendable {
        let name: String
        let shape: Shape
        /// From 1; nil for a frozen one.
        let group: Int?
        let treatment: ParameterTreatment
    }

    let network: String
    /// The highest of the schedule.
    let rate: Double
    let weightDecay: Double
    let rows: [Row]

    /// Nil where the spec does not say how it is trained.
    package init?(_ experiment: Experiment) {
        guard let settings = experiment.training else { return nil }
        network = experiment.network.name
        rate = settings.schedule.highestRate(base: settings.optimizer.rate)
        weightDecay = settings.optimizer.weightDecay
        var groups: [ParameterTreatment] = []
        rows = experiment.network.learnedParameters.map { path, parameter in
            let treatment = settings.treatment(of: path, parameter.name)
            if !treatment.isFrozen, !groups.contains(treatment) { groups.append(treatment) }
            let group = treatment.isFrozen ? nil : groups.firstIndex(of: treatment).map { $0 + 1 }
            return Row(name: path, shape: parameter.shape, group: group, treatment: treatment)
        }
    }

    package func text(width: Int?) -> String {
        let title = "\(network): rates are times the schedule's, which is at most \(shortest(rate))"
        return (wrapped(title, width: width) + [""] + TextTable(width: width).lines(table)).map { $0 + "\n" }.joined()
    }

    package var markdown: String { MarkdownTable.text(table) }
    package var csv: String { CSVTable.text(table) }

    private var table: Table {
        Table(
            columns: [
                .init("parameter", key: "path"), .init("shape", rank: 0), .init("numbers", isNumeric: true, rank: 1),
                .init("group", isNumeric: true, rank: 2), .init("rate", isNumeric: true),
                .init("decay", isNumeric: true),
            ],
            rows: rows.map { row in
                let isFrozen = row.treatment.isFrozen
                return [
                    .init(row.name), .init(row.shape.description), .init(row.shape.elementCount),
                    .init(row.group.map(String.init) ?? "–", plain: row.group.map(String.init) ?? ""),
                    isFrozen
                        ? .init("frozen", plain: "0")
                        : .init("×\(shortest(row.treatment.rateFactor))", plain: shortest(row.treatment.rateFactor)),
                    isFrozen ? .init("–", plain: "0") : .init(shortest(weightDecay * row.treatment.decayFactor)),
                ]
            })
    }
}

/// In the form of `summary --training --format json`; field names are those of the output.
package struct TrainedParametersJSON: Encodable, Sendable {
    struct Parameter: Encodable, Sendable {
        let path: String
        let shape: [Int]
        /// Counted from 1; null for a frozen one.
        let group: Int?
        let rateFactor: Double
        let weightDecay: Double
        let frozen: Bool

        enum CodingKeys: CodingKey { case path, shape, group, rateFactor, weightDecay, frozen }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(path, forKey: .path)
            try container.encode(shape, forKey: .shape)
            try container.encode(group, forKey: .group)
            try container.encode(rateFactor, forKey: .rateFactor)
            try container.encode(weightDecay, forKey: .weightDecay)
            try container.encode(frozen, forKey: .frozen)
        }
    }

    let name: String
    /// The highest of the schedule.
    let rate: Double
    let parameters: [Parameter]

    package init(_ trained: TrainedParameters) {
        name = trained.network
        rate = trained.rate
        parameters = trained.rows.map { row in
            let treatment = row.treatment
            return Parameter(
                path: row.name, shape: row.shape.lengths, group: row.group,
                rateFactor: treatment.isFrozen ? 0 : treatment.rateFactor,
                weightDecay: treatment.isFrozen ? 0 : trained.weightDecay * treatment.decayFactor,
                frozen: treatment.isFrozen)
        }
    }
}
