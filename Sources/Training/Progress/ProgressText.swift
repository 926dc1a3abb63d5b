import Datasets
import Diagnostics
import Glibc
import Recipes

/// The words in which progress is told.
package enum ProgressText {
    static func percent(_ fraction: Double) -> String { "\(fixed(fraction * 100, 1)) %" }

    /// With so many digits behind the point.
    package static func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = pow(10, Double(digits))
        // A NaN has a sign that means nothing.
        guard value.isFinite, abs(value) * scale < 0x1p53 else { return value.isNaN ? "nan" : "\(value)" }
        let whole = Int((abs(value) * scale).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        let fraction = String(whole % Int(scale))
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return "\(sign)\(whole / Int(scale)).\(zeros)\(fraction)"
    }

    /// With three digits, however small: `0.1`, `0.0314`, `4e-7`.
    package static func significant(_ value: Double) -> String {
        guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
        var (digits, power) = (abs(value), 2)
        while digits >= 999.5 { (digits, power) = (digits / 10, power + 1) }
        while digits < 99.95 { (digits, power) = (digits * 10, power - 1) }
        let text = Array(String(Int(digits.rounded())))
        func joined(_ whole: some Sequence<Character>, _ fraction: some Sequence<Character>) -> String {
            var fraction = String(fraction)
            while fraction.last == "0" { fraction.removeLast() }
            return String(whole) + (fraction.isEmpty ? "" : "." + fraction)
        }
        let sign = value < 0 ? "-" : ""
        switch power {
        case 0...2: return sign + joined(text[...power], text[(power + 1)...])
        case -4 ... -1: return sign + joined("0", String(repeating: "0", count: -power - 1) + text)
        default: return sign + joined(text[..<1], text[1...]) + "e\(power)"
        }
    }

    /// A speed in pictures a second, with as many digits as are worth reading.
    static func speed(_ imagesPerSecond: Double) -> String {
        "\(fixed(imagesPerSecond, imagesPerSecond < 100 ? 1 : 0)) pictures/s"
    }

    /// `23.5 MiB`, `20.1 GiB`
    static func bytes(_ count: Int) -> String {
        let mebibytes = Double(count) / 1_048_576
        return mebibytes < 10240 ? "\(fixed(mebibytes, 1)) MiB" : "\(fixed(mebibytes / 1024, 1)) GiB"
    }

    /// `42 s`, `3:05 min`, `2:07 h`
    package static func time(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e7 else { return "long" }
        let whole = Int(seconds.rounded())
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60):\(two(whole % 60)) min" }
        return "\(whole / 3600):\(two(whole / 60 % 60)) h"
    }

    static func began(_ course: TrainingCourse) -> String {
        let length = "\(counted(course.epochs, "epoch")) of \(counted(course.stepsPerEpoch, "step"))"
        return course.stepsMade > 0
            ? "resuming after step \(course.stepsMade) of \(course.totalSteps): \(length)"
            : "training: \(length)"
    }

    package static func evaluated(_ evaluation: Evaluation, epoch: Int) -> String {
        // Of up to five classes each is among the five highest.
        evaluated(
            evaluation.split.rawValue, epoch: epoch, top1: evaluation.top1,
            top5: evaluation.classes.count > 5 ? evaluation.top5 : nil, loss: evaluation.loss)
    }

    /// The same of a line of metrics, which does not tell how many classes there are.
    package static func evaluated(_ line: MetricsLine) -> String {
        evaluated(
            line.split.rawValue, epoch: line.epoch, top1: line.top1, top5: line.top5.flatMap { $0 < 1 ? $0 : nil },
            loss: line.loss ?? .nan)
    }

    private static func evaluated(_ split: String, epoch: Int, top1: Double, top5: Double?, loss: Double) -> String {
        let among5 = top5.map { ", top-5 \(percent($0))" } ?? ""
        return "epoch \(epoch): \(split) top-1 \(percent(top1))\(among5), loss \(fixed(loss, 4))"
    }

    /// As many of the parts, from the first, as fit into `width` columns; the first is cut if it must be.
    static func fitted(_ parts: [String], separator: String, width: Int) -> String {
        var line = ""
        for part in parts {
            let longer = line.isEmpty ? part : line + separator + part
            if longer.count > width { break }
            line = longer
        }
        return line.isEmpty ? String((parts.first ?? "").prefix(max(0, width))) : line
    }
}
