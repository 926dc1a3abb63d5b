import Diagnostics

/// A picture that is taken for another class.
package struct WrongAnswer: Hashable, Sendable, Codable {
    /// Its number in the split, from 0.
    package let picture: Int
    /// Its own class, by number.
    package let label: Int
    /// The class that it is taken for.
    package let answer: Int
    /// The probability that softmax makes of the answer's score.
    package let confidence: Double
    /// The path of the picture's file in its folder, as the data name it; nil where it has none of its own.
    package private(set) var name: String?

    package init(picture: Int, label: Int, answer: Int, confidence: Double) {
        (self.picture, self.label, self.answer, self.confidence) = (picture, label, answer, confidence)
    }

    func named(_ name: String?) -> WrongAnswer {
        var answer = self
        answer.name = name
        return answer
    }

    /// What the picture is called: `` `cat/1.jpg` ``, or where it has no file of its own `number 7`.
    package var title: String { name.map { "`\(printable($0))`" } ?? "number \(picture)" }
}

/// The wrong answers of which a network is surest.
package struct SurestMistakes {
    /// More are not kept.
    static let most = 24

    /// The surest first; of equally sure ones the first.
    package private(set) var answers: [WrongAnswer] = []

    package init() {}

    /// An answer of a confidence that is no number is none of them.
    package mutating func add(_ answer: WrongAnswer) {
        guard answer.confidence.isFinite else { return }
        if answers.count == Self.most, let last = answers.last, last.confidence >= answer.confidence { return }
        let place = answers.firstIndex { $0.confidence < answer.confidence } ?? answers.endIndex
        answers.insert(answer, at: place)
        if answers.count > Self.most { answers.removeLast() }
    }
}
