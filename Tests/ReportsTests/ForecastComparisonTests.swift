import Reports
import Testing

/// A forecast beside what was measured. Half as much again is far off.
struct ForecastComparisonTests {
    @Test(
        arguments: [
            (1, 1.6, "a step took far longer than foretold, as on a busy machine; "),
            (1.6, 1, "a step took far shorter than foretold, as after trials on a busy machine; "),
            (1, 1.4, nil), (1.4, 1, nil), (nil, 1, nil), (1, nil, nil),
        ] as [(Double?, Double?, String?)])
    func farOff(_ foretold: Double?, _ measured: Double?, _ beginning: String?) {
        let comparison = ForecastComparison(
            secondsPerStep: foretold, peakBytes: nil, measuredSecondsPerStep: measured, measuredPeakBytes: nil)
        #expect(comparison.isFarOff == (beginning != nil))
        if let beginning {
            #expect(
                comparison.doubt
                    == "\(beginning)what was found out about this machine's convolutions is found out again at the next run"
            )
        }
    }

    @Test func asALine() {
        let comparison = ForecastComparison(
            secondsPerStep: 0.985, peakBytes: 2 << 30, measuredSecondsPerStep: 1.018, measuredPeakBytes: 1 << 30)
        #expect(
            comparison.line
                == "predicted: 985 ms a step and 2048.0 MiB of memory at most; measured: 1018 ms (103 %) and 1024.0 MiB (50 %)"
        )
    }
}
