import Execution
import Layers

/// Trials in the form that `tune --format json` promises; field names are those of the output.
package struct TuningJSON: Encodable, Sendable {
    struct Trial: Encodable, Sendable {
        let algorithm: String
        let seconds: Double
    }

    struct Product: Encodable, Sendable {
        let product: String
        let problem: String
        let layers: [String]
        /// The chosen one first.
        let trials: [Trial]
        let clear: Bool
    }

    struct Step: Encodable, Sendable {
        let phase: String
        let batch: Int
        let products: [Product]
    }

    let steps: [Step]

    init(_ report: TuningReport) {
        steps = report.steps.map { step in
            Step(
                phase: step.phase.rawValue, batch: step.batch,
                products: step.products.map { product in
                    Product(
                        product: product.product, problem: product.problem, layers: step.paths(product),
                        trials: product.trials.map { Trial(algorithm: $0.algorithm, seconds: $0.seconds) },
                        clear: product.isClear)
                })
        }
    }
}
