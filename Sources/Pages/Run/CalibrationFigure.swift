import Reports
import Training

/// How often answers are right, by how sure the network is of them.
struct CalibrationFigure {
    private let evaluation: Evaluation

    init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
    }

    var content: [Markup] {
        let error = RunWords.share(evaluation.calibrationError)
        return [
            .tag(
                "p",
                [
                    .text(
                        "The expected calibration error is \(error): how far confidence is from how often the answers are right, in "
                            + "bins of equal width (Guo et al., 2017). Bars on the dashed line would be a network that is as sure as it is right."
                    )
                ]), figure, .details("The numbers", [table]),
        ]
    }

    private var bins: [CalibrationBin] { evaluation.calibration }

    private var figure: Markup {
        let bars = bins.compactMap { bin -> Markup? in
            guard let accuracy = bin.accuracy, accuracy.isFinite else { return nil }
            func place(_ value: Double) -> String { ProgressText.fixed(value * 1000, 0) }
            let d = "M\(place(bin.from)) 1000V\(place(1 - accuracy))H\(place(bin.to))V1000Z"
            return .tag("path", ["class": "bar", "d": d])
        }
        let words = bins.compactMap { bin in
            bin.accuracy.map {
                "\(RunWords.share(bin.confidence)) sure, \(RunWords.share($0)) right, \(bin.pictures) pictures"
            }
        }.joined(separator: "; ")
        let marks = [0, 0.25, 0.5, 0.75, 1].map { ($0, "\(ProgressText.fixed($0 * 100, 0)) %") }
        return .tag(
            "figure", ["style": "max-width: 34rem"],
            [
                .tag("figcaption", ["Part of the answers that are right"]),
                .tag(
                    "div", ["class": "plot", "role": "img", "aria-label": "Right answers by confidence: \(words)"],
                    [
                        .tag(
                            "svg", ["viewBox": "0 0 1000 1000", "preserveAspectRatio": "none", "aria-hidden": "true"],
                            [
                                .tag(
                                    "path",
                                    ["class": "grid", "d": "M0 0H1000M0 250H1000M0 500H1000M0 750H1000M0 1000H1000"])
                            ] + bars + [.tag("path", ["class": "ideal", "d": "M0 1000L1000 0"])])
                    ]
                        + marks.map { value, text in
                            .tag(
                                "span", ["class": "y", "style": "bottom: \(ProgressText.fixed(value * 100, 0))%"],
                                [.text(text)])
                        }
                        + marks.map { value, text in
                            .tag(
                                "span", ["class": "x", "style": "left: \(ProgressText.fixed(value * 100, 0))%"],
                                [.text(text)])
                        } + [.tag("span", ["class": "name"], ["confidence"])]),
            ])
    }

    private var table: Markup {
        .table(
            caption: "Answers by the confidence of the network",
            columns: ["confidence", "pictures", "mean confidence", "right"],
            rows: bins.map { bin in
                [
                    .text("\(RunWords.share(bin.from)) to \(RunWords.share(bin.to))"), .text(grouped(bin.pictures)),
                    .text(RunWords.share(bin.confidence)), .text(RunWords.share(bin.accuracy)),
                ]
            })
    }
}
