package import Training

/// How the numbers of runs are written for people; a dash for what is not known.
package enum RunWords {
    static let unknown = "–"

    package static func loss(_ value: Double?) -> String { value.map { ProgressText.fixed($0, 4) } ?? unknown }

    /// A fraction in per cent: `99.12 %`.
    package static func share(_ fraction: Double?) -> String {
        fraction.map { "\(ProgressText.fixed($0 * 100, 2)) %" } ?? unknown
    }

    /// An evaluation's accuracy, and on which pictures: `99.12 % test`.
    package static func best(_ line: MetricsLine?) -> String {
        line.map { "\(share($0.top1)) \($0.split.rawValue)" } ?? unknown
    }

    /// `training`, before the name of a measure.
    package static func of(_ split: MetricsLine.Split) -> String {
        switch split {
        case .train: "training"
        case .validation, .test: split.rawValue
        }
    }

    package static func rate(_ value: Double?) -> String { value.map(ProgressText.significant) ?? unknown }

    /// Pictures a second.
    package static func speed(_ value: Double?) -> String {
        value.map { ProgressText.fixed($0, $0 < 100 ? 1 : 0) } ?? unknown
    }

    package static func time(_ seconds: Double?) -> String { seconds.map(ProgressText.time) ?? unknown }
}
