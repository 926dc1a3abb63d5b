import Foundation
import Pages
import Testing

/// Where values stand in a chart, and what is said of them.
struct ChartTests {
    private func page(_ markup: Markup) -> String {
        var page = ""
        markup.write(to: &page)
        return page
    }

    private func chart(_ series: [LineChart.Series]) -> String {
        page(LineChart(id: "c", title: "Loss", xName: "epochs", series: series, text: { "\($0)" }).markup)
    }

    /// From 0 to the largest value: half of it is in the middle of the 1000 by 1000 places, which count from the top.
    @Test func placesAreByHand() {
        let text = chart([.init(name: "training", points: [(0, 4), (1, 2), (2, 0)])])
        #expect(text.contains("d=\"M0 0L500 500L1000 1000\""), "\(text)")
        #expect(text.contains("<span class=\"y\" style=\"bottom: 50%\">2.0</span>"), "\(text)")
        #expect(text.contains("<span class=\"x\" style=\"left: 50%\">1.0</span>"), "\(text)")
        #expect(text.contains("aria-label=\"Loss. training: first 4.0, last 0.0, least 0.0, most 4.0\""), "\(text)")
    }

    @Test func evaluationsAreMarked() {
        let text = chart([.init(name: "test", points: [(1, 1)], hasMarks: true)])
        #expect(text.contains("class=\"s0 dots\" d=\"M1000 0h0\""), "\(text)")
    }

    /// 26 runs can be compared.
    @Test func noTwoCurvesLookAlike() {
        #expect(Set((0..<26).map(LineChart.style)).count == 26)
        let text = chart((0..<3).map { .init(name: "\($0)", points: [(0, 1), (1, 1)]) })
        for style in ["s0", "s1 dash1", "s2 dash2"] {
            // In the legend as in the plot.
            #expect(text.components(separatedBy: "class=\"\(style)\"").count == 3, "\(text)")
        }
    }

    /// A line of one point would show nothing.
    @Test func oneSpanOfTrainingIsSeen() {
        let text = chart([.init(name: "training", points: [(1, 1)])])
        #expect(text.contains("class=\"s0 dots\" d=\"M1000 0h0\""), "\(text)")
    }

    /// What no run writes: numbers that are none, one value for all, very large ones.
    @Test func oddNumbersLeaveNoOddPage() {
        #expect(chart([]).contains("nothing yet"))
        #expect(chart([.init(name: "x", points: [(.nan, 1), (1, .infinity)])]).contains("nothing yet"))
        for points in [[(1.0, 0.0), (2, 0)], [(0, 0)], [(1, 1e300), (1e300, 1)], [(1, -5), (2, -5)], [(1, 1e-300)]] {
            let text = chart([.init(name: "x", points: points.map { (x: $0.0, y: $0.1) })])
            #expect(text.contains("<svg") && !text.contains("nan") && !text.contains("inf"), "\(text)")
        }
    }
}
