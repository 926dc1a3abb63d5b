import Diagnostics
package import SpecSyntax

/// Straight lines between points, each of which says what part of the optimiser's rate is reached when.
///
/// Before the first point the rate is the first's, after the last it is the last's; of two points at one place the second
/// holds from there on.
package struct LinearSchedule: Schedule {
    package let points: [Point]

    /// A place in the training, and the part of the optimiser's rate there.
    package struct Point: Hashable, Sendable, CustomStringConvertible {
        package let at: TrainingLength
        package let part: Double

        package init(at: TrainingLength, part: Double) {
            (self.at, self.part) = (at, part)
        }

        /// `[5, 0.1]`
        package var description: String { "[\(at), \(shortest(part))]" }
    }

    package static let choice = ChoiceCase<any Schedule>(
        "linear", help: "draws straight lines between points: `{points: [[0, 0.2], [5, 1], [20, 0]]}`",
        aliases: ["linearlr", "piecewiselinear"]
    ) { fields in
        let points = fields.required(
            "points", .list(of: .ratePoint), help: "where, and what part of the optimiser's rate is reached there")
        if !fields.failed { check(points, fields) }
        return LinearSchedule(points)
    }

    package init(_ points: [Point]) {
        self.points = points
    }

    private static func check(_ points: [Point], _ fields: FieldReader) {
        if points.isEmpty {
            fields.report(
                Diagnostic(
                    .wrongCount, "`points` must have at least one point, found none", at: fields.span(of: "points"),
                    help: "write, for example, `points: [[0, 0.2], [5, 1], [20, 0]]`"))
        }
        // Points in one unit can be compared before the run's length is known.
        for (place, (point, next)) in zip(points, points.dropFirst()).enumerated() where next.at.isBefore(point.at) {
            fields.report(
                Diagnostic(
                    .contradiction,
                    "points must stand in the order of time, and \(next.at.words) comes after "
                        + point.at.words, at: fields.span(of: "points", item: place + 1),
                    help: "put the points in order"))
        }
    }

    package var dependsOnLength: Bool { points.contains(where: \.at.dependsOnLength) }

    package func highestRate(base: Double) -> Double { base * points.reduce(0) { max($0, $1.part) } }

    package func rate(atStep step: Int, of total: Int, stepsPerEpoch: Int, base: Double) -> Double {
        let places = points.map { $0.at.steps(of: total, stepsPerEpoch: stepsPerEpoch) }
        let time = Double(step)
        guard let passed = places.lastIndex(where: { $0 <= time }) else { return base * points[0].part }
        guard passed + 1 < points.count, places[passed + 1] > places[passed] else { return base * points[passed].part }
        let progress = (time - places[passed]) / (places[passed + 1] - places[passed])
        return base * (points[passed].part + (points[passed + 1].part - points[passed].part) * progress)
    }

    package func shortfall(of total: Int, stepsPerEpoch: Int) -> Shortfall? {
        let late = points.first { $0.at.steps(of: total, stepsPerEpoch: stepsPerEpoch) > Double(total) }
        return late.map {
            Shortfall(
                "the point at \($0.at.words) is never reached: the run is over before", field: "points",
                help: "write places in parts of the run, `100 %` for its end")
        }
    }
}

extension TrainingLength {
    /// Whether it is shorter in every training; false where that depends on the training.
    fileprivate func isBefore(_ other: TrainingLength) -> Bool {
        switch (self, other) {
        case (.epochs(let own), .epochs(let other)), (.steps(let own), .steps(let other)),
            (.percent(let own), .percent(let other)):
            own < other
        default: false
        }
    }
}

extension FieldFormat where Value == LinearSchedule.Point {
    /// `[place, part]`
    fileprivate static var ratePoint: FieldFormat {
        let (place, part) = (FieldFormat<TrainingLength>.length, FieldFormat<Double>.number(0...1000))
        return FieldFormat(
            "`[place, part]`: a length such as `5`, `500 steps` or `30 %`, and \(part.description)",
            placeholder: .init(at: 0, part: 1), schema: .list(of: place.schema(), count: 2...2)
        ) { node, context in
            guard let items = node.sequence, items.count == 2, case .value(let at) = place.read(items[0], context),
                case .value(let part) = part.read(items[1], context)
            else { return .unfit }
            return .value(.init(at: at, part: part))
        }
    }
}
