import Reports
import Training

/// Curves over each other, as a figure that is also told in words.
package struct LineChart {
    package struct Series {
        let name: String
        /// By their x.
        let points: [(x: Double, y: Double)]
        /// Whether each point counts, as evaluations do, and has a mark.
        let hasMarks: Bool

        package init(name: String, points: [(x: Double, y: Double)], hasMarks: Bool = false) {
            (self.name, self.points, self.hasMarks) = (name, points, hasMarks)
        }

        /// A line from a point to itself shows nothing.
        fileprivate var isMarked: Bool { hasMarks || points.count == 1 }

        /// What a reader should know who does not see it: `loss from 2.31 to 0.02`.
        func words(_ text: (Double) -> String) -> String {
            guard let first = points.first, let last = points.last else { return "\(name): nothing yet" }
            let (low, high) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
            return "\(name): first \(text(first.y)), last \(text(last.y)), least \(text(low)), most \(text(high))"
        }
    }

    /// Unique in the page.
    let id: String
    let title: String
    /// What x counts.
    let xName: String
    let series: [Series]
    /// From 0, or from the least value.
    let beginsAtZero: Bool
    /// How a value is written.
    let text: (Double) -> String

    package init(
        id: String, title: String, xName: String, series: [Series], beginsAtZero: Bool = true,
        text: @escaping (Double) -> String
    ) {
        (self.id, self.title, self.xName, self.series) = (id, title, xName, series)
        (self.beginsAtZero, self.text) = (beginsAtZero, text)
    }

    private var drawn: [Series] {
        series.map { series in
            Series(
                name: series.name, points: series.points.filter { $0.x.isFinite && $0.y.isFinite },
                hasMarks: series.hasMarks)
        }
    }

    package var markup: Markup {
        let series = drawn
        let points = series.flatMap(\.points)
        let heading = Markup.tag("figcaption", ["id": "\(id)-title"], [.text(title)])
        guard !points.isEmpty else {
            return .tag("figure", ["aria-labelledby": "\(id)-title"], [heading, .tag("p", ["nothing yet"])])
        }
        let words = series.map { $0.words(text) }.joined(separator: ". ")
        return .tag(
            "figure", ["aria-labelledby": "\(id)-title"],
            [heading, legend(series), plot(series, Frame(points, beginsAtZero: beginsAtZero), words)])
    }

    private func legend(_ series: [Series]) -> Markup {
        .tag(
            "ul", ["class": "legend"],
            series.enumerated().map { index, series in
                .tag(
                    "li",
                    [
                        .tag(
                            "svg", ["viewBox": "0 0 20 10", "aria-hidden": "true"],
                            [
                                .tag("path", ["class": Self.style(index), "d": "M0 5H20"])
                            ]
                                + (series.isMarked
                                    ? [.tag("path", ["class": "s\(index % 6) dots", "d": "M10 5h0"])] : [])),
                        .text(series.name),
                    ])
            })
    }

    /// The class of a curve: one of six colours and of five dashes, so that of 30 curves no two look alike, nor two neighbours to who
    /// sees no colours.
    package static func style(_ index: Int) -> String {
        let dash = (index + index / 6) % 5
        return "s\(index % 6)" + (dash == 0 ? "" : " dash\(dash)")
    }

    private func plot(_ series: [Series], _ frame: Frame, _ words: String) -> Markup {
        let grid = frame.yTicks.values.map { "M0 \(short(frame.y($0)))H1000" }.joined()
        let curves = series.enumerated().flatMap { index, series -> [Markup] in
            let line = Markup.tag(
                "path", ["class": Self.style(index), "d": path(series.points, frame)])
            guard series.isMarked else { return [line] }
            let marks = series.points.map { "M\(short(frame.x($0.x))) \(short(frame.y($0.y)))h0" }.joined()
            return [line, .tag("path", ["class": "s\(index % 6) dots", "d": marks])]
        }
        return .tag(
            "div", ["class": "plot", "role": "img", "aria-label": "\(title). \(words)"],
            [
                .tag(
                    "svg", ["viewBox": "0 0 1000 1000", "preserveAspectRatio": "none", "aria-hidden": "true"],
                    [.tag("path", ["class": "grid", "d": grid])] + curves)
            ]
                + frame.yTicks.values.map { value in
                    .tag(
                        "span", ["class": "y", "style": "bottom: \(short(100 - frame.y(value) / 10))%"],
                        [.text(text(value))])
                }
                + frame.xTicks.values.map { value in
                    .tag(
                        "span", ["class": "x", "style": "left: \(short(frame.x(value) / 10))%"],
                        [.text(ProgressText.fixed(value, frame.xTicks.digits))])
                } + [.tag("span", ["class": "name"], [.text(xName)])])
    }

    private func path(_ points: [(x: Double, y: Double)], _ frame: Frame) -> String {
        points.enumerated().map { index, point in
            "\(index == 0 ? "M" : "L")\(short(frame.x(point.x))) \(short(frame.y(point.y)))"
        }.joined()
    }

    /// A coordinate, to a tenth.
    private func short(_ value: Double) -> String {
        let text = ProgressText.fixed(value, 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

/// From values to places in a square of 1000 by 1000, whose origin is at the top left.
private struct Frame {
    let xTicks: Ticks
    let yTicks: Ticks
    private let xRange: ClosedRange<Double>
    private let yRange: ClosedRange<Double>

    init(_ points: [(x: Double, y: Double)], beginsAtZero: Bool) {
        func range(_ values: [Double], fromZero: Bool) -> ClosedRange<Double> {
            let (low, high) = (values.min() ?? 0, values.max() ?? 1)
            let start = fromZero ? min(0, low) : low
            return high > start ? start...high : start...start + max(abs(start) * 0.1, 1e-9)
        }
        xRange = range(points.map(\.x), fromZero: true)
        let values = range(points.map(\.y), fromZero: beginsAtZero)
        xTicks = Ticks(xRange, about: 5)
        yTicks = Ticks(values, about: 4)
        // Some room above, so that the highest points are not cut by the frame.
        yRange = values.lowerBound...max(values.upperBound, yTicks.values.last ?? values.upperBound)
    }

    func x(_ value: Double) -> Double {
        (value - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound) * 1000
    }

    func y(_ value: Double) -> Double {
        1000 - (value - yRange.lowerBound) / (yRange.upperBound - yRange.lowerBound) * 1000
    }
}
