import Networks
package import Recipes
package import SpecCompiler

/// The learning rates of a spec's training, as numbers.
package struct RateReport: Sendable {
    let name: String
    let curve: RateCurve
    /// Rows tell every so many steps' rate, and the last's.
    let every: Int

    /// More rows than this are thinned out, unless one asks for them.
    package static let mostRows = 100_000

    /// - Parameter every: a row for every so many steps; nil for every step, or for fewer where there are very many.
    package init(_ experiment: Experiment, _ curve: RateCurve, every: Int?) {
        name = experiment.network.name
        self.curve = curve
        self.every = every ?? (curve.stepCount + Self.mostRows - 1) / Self.mostRows
    }

    struct Point {
        /// Both counted from 1.
        let step: Int
        let epoch: Int
        let rate: Double
    }

    func point(_ step: Int) -> Point {
        Point(step: step, epoch: curve.epoch(ofStep: step), rate: curve.rate(ofStep: step))
    }

    /// The first step, every so manyth from it on, and the last.
    var points: [Point] {
        let steps = Array(stride(from: 1, through: curve.stepCount, by: every))
        return (steps.last == curve.stepCount ? steps : steps + [curve.stepCount]).map(point)
    }

    /// The first of the steps with the highest rate, of those in `points`.
    static func highest(_ points: [Point]) -> Point? {
        points.reduce(nil as Point?) { best, point in
            if let best, best.rate >= point.rate { best } else { point }
        }
    }
}
