import Recipes
package import Training

/// What the metrics of a run come to: a curve of its steps with few points, and each epoch's means.
///
/// Lines are taken in one by one, so that it can follow a run; a run of any length has at most `mostSpans` spans. A line that
/// no run writes changes nothing.
package struct RunHistory: Sendable {
    /// More steps than these are put together, in spans of equally many.
    package static let mostSpans = 400

    /// Some successive steps.
    package struct Span: Hashable, Sendable {
        package let firstStep: Int
        package let lastStep: Int
        package let means: StepMeans
    }

    /// An epoch that was begun.
    package struct Epoch: Sendable {
        /// Counted from 1.
        package let number: Int
        /// Of the steps so far; nil where the metrics have none.
        package fileprivate(set) var means: StepMeans?
        package fileprivate(set) var lastStep: Int
        /// The last evaluation of each kind in the epoch.
        package fileprivate(set) var evaluations: [MetricsLine.Split: MetricsLine] = [:]
    }

    /// Steps made.
    package private(set) var lastStep = 0
    /// Every evaluation, as they came.
    package private(set) var evaluations: [MetricsLine] = []
    private var means: [Int: StepMeans] = [:]
    /// Steps in a span.
    private var stride = 1
    private var epochsByNumber: [Int: Epoch] = [:]

    package init(_ lines: some Sequence<MetricsLine> = []) {
        for line in lines { add(line) }
    }

    package mutating func add(_ line: MetricsLine) {
        guard line.isPossible else { return }
        lastStep = max(lastStep, line.step)
        var epoch = epochsByNumber[line.epoch] ?? Epoch(number: line.epoch, lastStep: line.step)
        epoch.lastStep = max(epoch.lastStep, line.step)
        if line.split == .train {
            epoch.means = (epoch.means ?? StepMeans()).adding(line)
            while (line.step - 1) / stride >= Self.mostSpans { widen() }
            means[(line.step - 1) / stride] = (means[(line.step - 1) / stride] ?? StepMeans()).adding(line)
        } else {
            epoch.evaluations[line.split] = line
            evaluations.append(line)
        }
        epochsByNumber[line.epoch] = epoch
    }

    /// Puts each two spans together.
    private mutating func widen() {
        stride *= 2
        means = Dictionary(means.map { ($0.key / 2, $0.value) }) { $0.adding($1) }
    }

    /// In their order; spans of which there are no metrics are left out.
    package var spans: [Span] {
        means.sorted { $0.key < $1.key }.map { index, means in
            Span(firstStep: index * stride + 1, lastStep: min((index + 1) * stride, lastStep), means: means)
        }
    }

    /// In their order.
    package var epochs: [Epoch] { epochsByNumber.values.sorted { $0.number < $1.number } }

    /// The evaluation with the highest accuracy, on the pictures that are held out where some are: that whose weights a run
    /// keeps, unless the spec has it go by the loss.
    package var best: MetricsLine? {
        let held = evaluations.filter { $0.split == .validation }
        return (held.isEmpty ? evaluations : held).reduce(nil as MetricsLine?) { best, line in
            ResultMeasure.top1.isBetter(line.result, than: best?.result) ? line : best
        }
    }

    /// The last evaluation on a split; nil where there was none.
    package func last(_ split: MetricsLine.Split) -> MetricsLine? { evaluations.last { $0.split == split } }
}

/// The means over some steps, each of which counts alike.
package struct StepMeans: Hashable, Sendable {
    /// Steps.
    package private(set) var count = 0
    package private(set) var top1 = 0.0
    /// Of the last of them.
    package private(set) var rate = 0.0
    private var lossSum = 0.0
    /// Steps whose loss is a finite number.
    private var lossCount = 0
    private var secondsPerImage = 0.0

    /// Nil where no step has a loss that is a finite number.
    package var loss: Double? { lossCount > 0 ? lossSum / Double(lossCount) : nil }

    /// Of all the time that the steps took; nil where no step tells.
    package var imagesPerSecond: Double? { secondsPerImage > 0 ? 1 / secondsPerImage : nil }

    fileprivate func adding(_ line: MetricsLine) -> StepMeans {
        var one = StepMeans()
        (one.count, one.top1, one.rate) = (1, line.top1, line.learningRate)
        if let loss = line.loss, loss.isFinite { (one.lossSum, one.lossCount) = (loss, 1) }
        if line.imagesPerSecond > 0, line.imagesPerSecond.isFinite { one.secondsPerImage = 1 / line.imagesPerSecond }
        return adding(one)
    }

    /// - Parameter other: of the steps that follow.
    fileprivate func adding(_ other: StepMeans) -> StepMeans {
        var sum = self
        sum.count += other.count
        let share = Double(other.count) / Double(sum.count)
        sum.top1 += share * (other.top1 - top1)
        sum.secondsPerImage += share * (other.secondsPerImage - secondsPerImage)
        (sum.lossSum, sum.lossCount) = (lossSum + other.lossSum, lossCount + other.lossCount)
        sum.rate = other.rate
        return sum
    }
}
