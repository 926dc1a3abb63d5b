import Training

/// A run's metrics for people: a row for each epoch.
package struct MetricsText {
    private let history: RunHistory
    private let width: Int?

    /// - Parameter width: the columns of the terminal; nil where lines may be as long as they like.
    package init(_ history: RunHistory, width: Int?) {
        (self.history, self.width) = (history, width)
    }

    package func render() -> String {
        guard history.lastStep > 0 else { return "no step was made yet\n" }
        return TextTable(width: width).lines(table).map { $0 + "\n" }.joined()
    }

    private var splits: [MetricsLine.Split] {
        [.validation, .test].filter { split in history.evaluations.contains { $0.split == split } }
    }

    private var table: Table {
        let columns: [Table.Column] =
            [
                .init("epoch", isNumeric: true), .init("step", isNumeric: true, rank: 5),
                .init("loss", isNumeric: true), .init("top-1", isNumeric: true),
            ]
            + splits.flatMap { split -> [Table.Column] in
                [
                    .init("\(split.rawValue) loss", isNumeric: true, rank: 6),
                    .init("\(split.rawValue) top-1", isNumeric: true),
                ]
            } + [.init("rate", isNumeric: true, rank: 4), .init("pictures/s", isNumeric: true, rank: 3)]
        return Table(columns: columns, rows: history.epochs.map(cells))
    }

    private func cells(_ epoch: RunHistory.Epoch) -> [Table.Cell] {
        let means = epoch.means
        let evaluations = splits.flatMap { split -> [Table.Cell] in
            let line = epoch.evaluations[split]
            return [.init(RunWords.loss(line?.loss)), .init(RunWords.share(line?.top1))]
        }
        return [
            .init(epoch.number), .init(epoch.lastStep), .init(RunWords.loss(means?.loss)),
            .init(RunWords.share(means?.top1)),
        ] + evaluations + [
            .init(RunWords.rate(means?.rate)), .init(RunWords.speed(means?.imagesPerSecond)),
        ]
    }
}
