import Diagnostics
import SpecSyntax

extension Expression {
    /// One reading of an expression from left to right, which computes as it goes.
    struct Evaluation {
        /// What a part comes to.
        enum Outcome: Equatable {
            case integer(Int)
            /// A number that is not whole; it can only be compared.
            case decimal(Double)
            case truth(Bool)
            case word(String)
        }

        private typealias Part = (outcome: Outcome, range: Range<Int>)

        /// Parentheses beyond this depth are refused.
        static let deepestNesting = 32

        private let words: [Word]
        let length: Int
        let environment: Environment
        /// Whether parts are only read and not computed: their form is judged, or what they say makes no difference.
        private var isDry: Bool
        private var next = 0
        private var depth = 0

        init(_ expression: Expression, in environment: Environment, isDry: Bool) {
            (words, length) = (expression.words, expression.length)
            (self.environment, self.isDry) = (environment, isDry)
        }

        mutating func whole() throws(Mistake) -> Outcome {
            let part = try disjunction()
            if let word = peek { throw word.text == ")" ? unopened(word) : operatorMissing(word) }
            return part.outcome
        }
    }
}

// MARK: The grammar, loosest first

extension Expression.Evaluation {
    private mutating func disjunction() throws(Expression.Mistake) -> Part { try logic(isOr: true) }

    private mutating func conjunction() throws(Expression.Mistake) -> Part { try logic(isOr: false) }

    /// Parts joined by `or`, or by `and`. Behind the part that decides, the others are read and not computed, so that
    /// `${b != 0 and a / b > 1}` divides by no 0.
    private mutating func logic(isOr: Bool) throws(Expression.Mistake) -> Part {
        var left = isOr ? try conjunction() : try negation()
        while let word = take([isOr ? "or" : "and"]) {
            let first = try truth(left, for: word)
            let wasDry = isDry
            isDry = wasDry || first == isOr
            let right = isOr ? try conjunction() : try negation()
            let second = try truth(right, for: word)
            isDry = wasDry
            left = (.truth(first == isOr ? isOr : second), left.range.lowerBound..<right.range.upperBound)
        }
        return left
    }

    private mutating func negation() throws(Expression.Mistake) -> Part {
        guard let first = take(["not"]) else { return try comparison() }
        var (last, isOdd) = (first, true)
        while let word = take(["not"]) { (last, isOdd) = (word, !isOdd) }
        let part = try comparison()
        let value = try truth(part, for: last)
        return (.truth(value != isOdd), first.range.lowerBound..<part.range.upperBound)
    }

    private mutating func comparison() throws(Expression.Mistake) -> Part {
        let left = try sum()
        guard let word = take(Expression.Word.comparisons) else { return left }
        let right = try sum()
        if let another = peek, Expression.Word.comparisons.contains(another.text) { throw secondComparison(another) }
        let range = left.range.lowerBound..<right.range.upperBound
        return (.truth(isDry ? false : try compare(left, word, right)), range)
    }

    private mutating func sum() throws(Expression.Mistake) -> Part { try arithmetic(isSum: true) }

    private mutating func product() throws(Expression.Mistake) -> Part { try arithmetic(isSum: false) }

    private mutating func arithmetic(isSum: Bool) throws(Expression.Mistake) -> Part {
        var left = isSum ? try product() : try operand()
        while let word = take(isSum ? ["+", "-"] : ["*", "/"]) {
            let right = isSum ? try product() : try operand()
            if isDry { continue }
            let range = left.range.lowerBound..<right.range.upperBound
            let (a, b) = (try integer(left), try integer(right))
            let value =
                switch word.text {
                case "+": try checked(a.addingReportingOverflow(b))
                case "-": try checked(a.subtractingReportingOverflow(b))
                case "*": try checked(a.multipliedReportingOverflow(by: b))
                default: try quotient(a, b, of: right)
                }
            left = (.integer(value), range)
        }
        return left
    }

    private mutating func operand() throws(Expression.Mistake) -> Part {
        guard let word = peek else { throw operandMissing(after: words[words.count - 1]) }
        // A name may be `and`, where no operator can stand.
        guard !word.isOperator || environment[word.text] != nil, word.text != ")" else {
            throw operandMissing(before: word)
        }
        next += 1
        if word.text == "(" {
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.deepestNesting else { throw tooDeep(word) }
            let inner = try disjunction()
            guard let close = take([")"]) else { throw peek.map(operatorMissing) ?? unclosed(word) }
            return (inner.outcome, word.range.lowerBound..<close.range.upperBound)
        }
        if let quoted = word.quoted {
            guard word.text.utf8.count > 1, word.text.hasSuffix("'") else { throw openQuote(word) }
            return (.word(quoted), word.range)
        }
        return (isDry ? .integer(1) : try value(of: word), word.range)
    }

    private var peek: Expression.Word? { next < words.count ? words[next] : nil }

    /// The next word, if it is one of these.
    private mutating func take(_ wanted: [String]) -> Expression.Word? {
        guard let word = peek, wanted.contains(word.text) else { return nil }
        next += 1
        return word
    }
}

// MARK: Values

extension Expression.Evaluation {
    private func value(of word: Expression.Word) throws(Expression.Mistake) -> Outcome {
        if let number = parseInteger(word.text) { return .integer(try checked((number, false))) }
        switch environment[word.text] {
        case .number(let number): return .integer(number)
        case .layers: throw layersAsNumber(word)
        case .value(let value):
            guard let scalar = value.scalar else { throw notWhole(word, value.foundText) }
            if let number = parseInteger(scalar.text) { return .integer(try checked((number, false))) }
            if let truth = SpecSyntax.truth(scalar.text) { return .truth(truth) }
            return parseNumber(scalar.text).map { .decimal($0) } ?? .word(scalar.text)
        case nil:
            guard !word.text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { throw tooLarge }
            guard let number = parseNumber(word.text) else {
                throw unknownName(word)
            }
            guard abs(number) <= Double(largestInteger) else { throw tooLarge }
            return .decimal(number)
        }
    }

    private func integer(_ part: Part) throws(Expression.Mistake) -> Int {
        if case .integer(let value) = part.outcome { return value }
        if let word = words.first(where: { $0.range == part.range }) {
            if case .decimal = part.outcome, parseNumber(word.text) != nil { throw decimalInArithmetic(word) }
            throw notWhole(word, "`\(text(part.outcome))`")
        }
        throw Expression.Mistake(
            code: .expression, message: "a whole number must stand here, and this is \(text(part.outcome))",
            help: "compare last: `${width * 2 == 64}`", range: part.range)
    }

    private func truth(_ part: Part, for word: Expression.Word) throws(Expression.Mistake) -> Bool {
        if isDry { return false }
        if case .truth(let value) = part.outcome { return value }
        throw Expression.Mistake(
            code: .expression,
            message: "`\(word.text)` needs something true or false beside it, and this is `\(text(part.outcome))`",
            help: "compare it: `${stride != 1 \(word.text == "not" ? "and" : word.text) expand > 1}`", range: part.range
        )
    }

    private func compare(_ left: Part, _ word: Expression.Word, _ right: Part) throws(Expression.Mistake) -> Bool {
        if let a = number(left.outcome), let b = number(right.outcome) {
            return switch word.text {
            case "==": a == b
            case "!=": a != b
            case "<": a < b
            case "<=": a <= b
            case ">": a > b
            default: a >= b
            }
        }
        let areAlike =
            switch (left.outcome, right.outcome) {
            case (.truth, .truth), (.word, .word): true
            default: false
            }
        guard areAlike, word.text == "==" || word.text == "!=" else {
            throw Expression.Mistake(
                code: .expression,
                message: "`\(text(left.outcome))` and `\(text(right.outcome))` cannot be compared by `\(word.text)`",
                help: areAlike ? "use `==` or `!=`" : "compare numbers with numbers, and words in quotes with words",
                range: left.range.lowerBound..<right.range.upperBound)
        }
        return (left.outcome == right.outcome) == (word.text == "==")
    }

    private func number(_ outcome: Outcome) -> Double? {
        switch outcome {
        case .integer(let value): Double(value)
        case .decimal(let value): value
        case .truth, .word: nil
        }
    }

    private func text(_ outcome: Outcome) -> String {
        switch outcome {
        case .integer(let value): String(value)
        case .decimal(let value): shortest(value)
        case .truth(let value): value ? "true" : "false"
        case .word(let text): abbreviated(text)
        }
    }

    private func quotient(_ left: Int, _ right: Int, of part: Part) throws(Expression.Mistake) -> Int {
        guard right != 0 else {
            let found = words.first { $0.range == part.range }.map { ", found `\($0.text)`" } ?? ""
            throw Expression.Mistake(
                code: .division, message: "`/` must divide by a number other than 0\(found)",
                help: "divide by 1 or more",
                range: part.range)
        }
        guard left % right == 0 else {
            throw Expression.Mistake(
                code: .division, message: "a division must come out whole, and \(left) / \(right) does not",
                help: "use a number that \(right) divides", range: 0..<length)
        }
        return left / right
    }

    /// A number, if it is one that a field could take; beyond that it is an overflow.
    private func checked(_ result: (partialValue: Int, overflow: Bool)) throws(Expression.Mistake) -> Int {
        guard !result.overflow, result.partialValue.magnitude <= UInt(largestInteger) else { throw tooLarge }
        return result.partialValue
    }
}
