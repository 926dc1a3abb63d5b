import Diagnostics
import Glibc
import Recipes
import SpecSyntax

/// A learning rate far from what is usual for the number of pictures in a step.
///
/// The optimiser knows what is usual. Rates differ by a factor of ten for good reasons, and a low one does less harm than
/// a high one, which makes the loss grow without bound; so only what lies far outside is reported.
enum UnusualRate {
    /// A rate of more than so many times the usual one is reported.
    static let most = 30.0
    /// A rate of less than the usual one divided by this is reported.
    static let least = 300.0

    static let lint = Lint(.unusualRate, help: "a learning rate that is unusual for the batch", isOfLayers: false) {
        subject in
        guard let training = subject.training,
            let found = training.optimizer.usualRate(batch: training.picturesInStep)
        else { return [] }
        let usual = found.rate
        let rate = training.schedule.highestRate(base: training.optimizer.rate)
        guard rate > usual * most || rate < usual / least else { return [] }
        let ratio =
            rate > usual ? "\(rounded(rate / usual)) times" : rate > 0 ? "1/\(rounded(usual / rate)) of" : "0 times"
        return [
            Lint.Finding(
                "the learning rate should suit a batch of \(training.picturesInStep): `\(shortest(rate))` is \(ratio) the usual "
                    + rounded(usual), at: place(of: training, in: subject),
                help: "write a rate near \(rounded(usual)); usual is \(found.rule)")
        ]
    }

    /// Where the highest rate is written: in the schedule, or else in the optimiser.
    private static func place(of training: TrainSettings, in subject: LintSubject) -> SourceSpan? {
        let own = training.schedule.ownRateField.flatMap { subject.written["train.schedule.\($0)"] }
        let rate = own ?? subject.written["train.optimizer.rate"] ?? subject.written["train.optimizer"]
        return rate?.span
    }

    /// Two digits are enough to compare by.
    private static func rounded(_ value: Double) -> String {
        guard value > 0, value.isFinite else { return shortest(value) }
        let exponent = Int(log10(value).rounded(.down)) - 1
        let digits = Int((value / pow(10, Double(exponent))).rounded())
        return shortest(Double("\(digits)e\(exponent)") ?? value)
    }
}
