import Diagnostics
import SpecSyntax

/// What is between `${` and `}`: names, numbers and words in single quotes, joined by operators with spaces around them.
///
/// From the loosest to the tightest: `or`, `and`, `not`, one of `==`, `!=`, `<`, `<=`, `>`, `>=`, then `+` and `-`, then `*` and
/// `/`, and parentheses. Operators of one kind are taken from left to right; division must come out whole.
package struct Expression {
    /// A mistake in an expression, with its place in the expression's text, in Unicode scalars.
    struct Mistake: Error {
        let code: Diagnostic.Code
        let message: String
        var help: String?
        /// What `help` says to write in the place of the range; nil where it says something else.
        var replacement: String?
        let range: Range<Int>

        /// What stands in the range.
        func text(in expression: String) -> String {
            let scalars = Array(expression.unicodeScalars)
            guard range.upperBound <= scalars.count else { return expression }
            return String(String.UnicodeScalarView(scalars[range]))
        }
    }

    /// A name, a number, a quoted word, an operator or a parenthesis.
    struct Word {
        let text: String
        let range: Range<Int>

        var isOperator: Bool { Self.operators.contains(text) }
        var isParenthesis: Bool { text == "(" || text == ")" }
        var quoted: String? { text.hasPrefix("'") ? String(text.dropFirst().prefix { $0 != "'" }) : nil }

        /// Whether it stands for a value of the environment.
        var isName: Bool { !isOperator && !isParenthesis && quoted == nil && parseInteger(text) == nil }

        static let comparisons = ["==", "!=", "<", "<=", ">", ">="]
        private static let operators = Set(comparisons + ["+", "-", "*", "/", "and", "or", "not"])
    }

    let words: [Word]
    /// In Unicode scalars.
    let length: Int

    init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        length = scalars.count
        var words: [Word] = []
        var start: Int?
        var isQuoted = false
        func end(at index: Int) {
            guard let first = start else { return }
            words.append(Word(text: String(String.UnicodeScalarView(scalars[first..<index])), range: first..<index))
            start = nil
        }
        for (index, scalar) in scalars.enumerated() {
            if scalar == "'" {
                if !isQuoted { end(at: index) }
                start = start ?? index
                if isQuoted { end(at: index + 1) }
                isQuoted.toggle()
            } else if isQuoted {
                continue
            } else if scalar.properties.isWhitespace {
                end(at: index)
            } else if scalar == "(" || scalar == ")" {
                end(at: index)
                start = index
                end(at: index + 1)
            } else {
                start = start ?? index
            }
        }
        end(at: scalars.count)
        self.words = words
    }

    /// Whether a value that it names is not known.
    func isInvalid(in environment: Environment) -> Bool {
        words.contains { $0.isName && environment.isInvalid($0.text) }
    }

    /// The names in a text's `${…}`, each once, in their order.
    package static func names(in text: String) -> [String] {
        var seen: Set<String> = []
        return text.split(separator: "${", omittingEmptySubsequences: false).dropFirst().flatMap { piece in
            Expression(String(piece.prefix { $0 != "}" })).words.filter(\.isName)
        }.map(\.text).filter { seen.insert($0).inserted }
    }

    /// The names in a text's `${…}` that are compared with words in quotes by `==` or `!=`, on either side, with these words.
    package static func comparedWords(in text: String) -> [(name: String, word: String)] {
        text.split(separator: "${", omittingEmptySubsequences: false).dropFirst().flatMap { piece in
            let words = Expression(String(piece.prefix { $0 != "}" })).words
            return words.indices.dropFirst().dropLast().compactMap { place -> (name: String, word: String)? in
                let (left, right) = (words[place - 1], words[place + 1])
                guard words[place].text == "==" || words[place].text == "!=" else { return nil }
                if left.isName, let word = right.quoted { return (left.text, word) }
                if right.isName, let word = left.quoted { return (right.text, word) }
                return nil
            }
        }
    }

    /// The value named, if the expression is nothing but a name: it may be of any type.
    func bareName(in environment: Environment) -> SyntaxNode? {
        guard words.count == 1, case .value(let value) = environment[words[0].text] else { return nil }
        return value
    }

    /// What it comes to, as a spec would have it: a whole number, `true`, `false` or a word.
    func value(in environment: Environment) throws(Mistake) -> String {
        guard !words.isEmpty else {
            throw Mistake(
                code: .expression, message: "`${…}` must hold a name or a number, and is empty",
                help: environment.names.isEmpty
                    ? "write the value itself, without `${…}`" : "write one of \(listed(environment.names, most: 8))",
                range: 0..<0)
        }
        // Its form first, so that a name that is not known is not told where an operator is missing.
        var form = Evaluation(self, in: environment, isDry: true)
        _ = try form.whole()
        var evaluation = Evaluation(self, in: environment, isDry: false)
        switch try evaluation.whole() {
        case .integer(let value): return String(value)
        case .decimal(let value): return shortest(value)
        case .truth(let value): return value ? "true" : "false"
        case .word(let text): return text
        }
    }
}
