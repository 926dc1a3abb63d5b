package import Training

/// What was foretold of a step, beside what was measured. What is not known is left out.
package struct ForecastComparison: Encodable, Sendable {
    /// Foretold.
    package let secondsPerStep: Double?
    package let peakBytes: Int?
    package let measuredSecondsPerStep: Double?
    package let measuredPeakBytes: Int?
    private let steps: Int

    private enum CodingKeys: String, CodingKey {
        case secondsPerStep, peakBytes, measuredSecondsPerStep, measuredPeakBytes
    }

    package init(
        secondsPerStep: Double?, peakBytes: Int?, measuredSecondsPerStep: Double?, measuredPeakBytes: Int?,
        steps: Int = .max
    ) {
        (self.secondsPerStep, self.peakBytes) = (secondsPerStep, peakBytes)
        (self.measuredSecondsPerStep, self.measuredPeakBytes) = (measuredSecondsPerStep, measuredPeakBytes)
        self.steps = steps
    }

    /// Whether a step took so much longer or shorter than was foretold that what the forecast rests on is in doubt: the machine
    /// was busy when convolutions were tried, or is now.
    package var isFarOff: Bool {
        guard let (predicted, measured) = comparableSeconds else { return false }
        return measured > Self.doubtfulRatio * predicted || predicted > Self.doubtfulRatio * measured
    }

    /// What to say of that, where what was found out about the machine is found out again.
    package var doubt: String {
        let isSlower = (measuredSecondsPerStep ?? 0) > (secondsPerStep ?? 0)
        return "a step took far \(isSlower ? "longer" : "shorter") than foretold, as "
            + "\(isSlower ? "on a busy machine" : "after trials on a busy machine"); what was found out about this machine's "
            + "convolutions is found out again at the next run"
    }

    private static let doubtfulRatio = 1.5
    /// A forecast has the arithmetic of a step and the memory it moves; of shorter ones the rest is the larger part.
    private static let leastSeconds = 1e-3
    /// The first steps are longer than those that follow.
    private static let leastSteps = 5

    /// What was foretold and measured of a step's time, where the two can be compared.
    private var comparableSeconds: (predicted: Double, measured: Double)? {
        guard let predicted = secondsPerStep, let measured = measuredSecondsPerStep, predicted >= Self.leastSeconds,
            steps >= Self.leastSteps
        else { return nil }
        return (predicted, measured)
    }

    /// `predicted: 985 ms a step and 1790.4 MiB of memory at most; measured: 1018 ms (103 %) and 1801.0 MiB (101 %)`; what
    /// cannot be compared is left out, and nil is for nothing.
    package var line: String? {
        let time = comparableSeconds.map { predicted, measured in
            (
                "\(milliseconds(predicted)) ms a step",
                "\(milliseconds(measured)) ms (\(decimal(100 * measured / predicted, places: 0)) %)"
            )
        }
        let memory = peakBytes.flatMap { predicted in
            measuredPeakBytes.map { measured in
                (
                    "\(memoryText(predicted)) of memory at most",
                    "\(memoryText(measured)) (\(decimal(100 * Double(measured) / Double(predicted), places: 0)) %)"
                )
            }
        }
        let known = [time, memory].compactMap { $0 }
        guard !known.isEmpty else { return nil }
        return "predicted: \(known.map(\.0).joined(separator: " and ")); "
            + "measured: \(known.map(\.1).joined(separator: " and "))"
    }
}

extension ForecastComparison {
    /// - Parameters:
    ///   - seconds: what of the forecast was measured.
    ///   - steps: of how many the time is, the first of a training among them.
    package init(
        _ forecast: StepForecast, seconds: KeyPath<StepForecast, Double?> = \.seconds, measuredSeconds: Double?,
        measuredByteCount: Int?, steps: Int = .max
    ) {
        self.init(
            secondsPerStep: forecast[keyPath: seconds], peakBytes: forecast.memory?.peak,
            measuredSecondsPerStep: measuredSeconds, measuredPeakBytes: measuredByteCount, steps: steps)
    }
}

private func milliseconds(_ seconds: Double) -> String {
    decimal(seconds * 1e3, places: seconds < 0.1 ? 1 : 0)
}
