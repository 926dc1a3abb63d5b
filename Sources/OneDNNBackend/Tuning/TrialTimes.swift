/// Times of candidates that take turns, until they tell the candidates apart: what disturbs a run can only make it longer, so
/// that a candidate's shortest times are its own, once two of them agree.
package struct TrialTimes {
    /// Of each candidate, the two shortest; infinite where there is none yet.
    private var shortest: [(first: Double, second: Double)]

    /// Whether others computed on the processors all along, which every time may show.
    var isDisturbed = false

    package init(candidates: Int) {
        shortest = [(first: Double, second: Double)](repeating: (.infinity, .infinity), count: candidates)
    }

    package mutating func note(_ seconds: Double, of candidate: Int) {
        let known = shortest[candidate]
        shortest[candidate] =
            seconds < known.first ? (seconds, known.first) : (known.first, min(seconds, known.second))
    }

    /// The shortest time of each candidate.
    package var seconds: [Double] { shortest.map(\.first) }

    /// Whether more runs would tell nothing: the fastest has shown its time twice, and so has every other that might be it.
    package var areClear: Bool {
        guard let fastest = shortest.min(by: { $0.first < $1.first }) else { return true }
        return shortest.allSatisfy { isSettled($0) || $0.first > Self.hopeless * fastest.second }
            && isSettled(fastest)
    }

    /// Times that differ by no more are the same.
    private static let agreement = 1.04
    /// So many times slower than the fastest, a candidate needs no second look.
    private static let hopeless = 1.25

    private func isSettled(_ times: (first: Double, second: Double)) -> Bool {
        times.second <= Self.agreement * times.first
    }
}
