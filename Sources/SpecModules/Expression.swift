import Diagnostics
import SpecSyntax

/// What `${…}` may name: parameters of the module around it, or constants of the spec.
struct Environment: Sendable {
    let values: [String: SyntaxNode]
    /// For messages: "`inception` has no parameter …".
    let owner: String
}

/// What is between `${` and `}`: names and whole numbers, joined by `+ - * /` with spaces around them.
///
/// Evaluated left to right, `*` and `/` before `+` and `-`. Division must come out whole.
struct Expression {
    /// A mistake in an expression, with its place in the expression's text.
    struct Mistake: Error {
        let code: String
        let message: String
        let help: String?
        let range: Range<Int>
    }

    private struct Word {
        let text: String
        let range: Range<Int>
    }

    private let words: [Word]
    private let length: Int

    init(_ text: some StringProtocol) {
        var words: [Word] = []
        var start: Int?
        var current = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if scalar == " " {
                if let first = start { words.append(Word(text: current, range: first..<index)) }
                (start, current) = (nil, "")
            } else {
                start = start ?? index
                current.unicodeScalars.append(scalar)
            }
        }
        length = text.unicodeScalars.count
        if let first = start { words.append(Word(text: current, range: first..<length)) }
        self.words = words
    }

    /// The value named, if the expression is nothing but a name: it may be of any type.
    func bareName(in environment: Environment) -> SyntaxNode? {
        words.count == 1 ? environment.values[words[0].text] : nil
    }

    /// The value of arithmetic.
    func integer(in environment: Environment) throws(Mistake) -> Int {
        guard !words.isEmpty else {
            throw Mistake(
                code: "expression", message: "`${…}` must hold a name or a number", help: nil, range: 0..<length)
        }
        guard words.count % 2 == 1 else { throw operatorMissing(words[words.count - 1]) }
        var sum = 0
        var sign = 1
        var product = try operand(words[0], environment)
        for index in stride(from: 1, to: words.count, by: 2) {
            let right = try operand(words[index + 1], environment)
            switch words[index].text {
            case "*": product = try checked(product.multipliedReportingOverflow(by: right))
            case "/": product = try quotient(product, right, at: words[index + 1])
            case "+", "-":
                sum = try checked(sum.addingReportingOverflow(sign * product))
                (sign, product) = (words[index].text == "+" ? 1 : -1, right)
            default: throw operatorMissing(words[index])
            }
        }
        return try checked(sum.addingReportingOverflow(sign * product))
    }

    private func operand(_ word: Word, _ environment: Environment) throws(Mistake) -> Int {
        if let number = parseInteger(word.text) {
            guard abs(number) <= largestInteger else { throw tooLarge }
            return number
        }
        guard let value = environment.values[word.text] else {
            throw unknownName(word.text, in: environment, at: word.range)
        }
        guard let number = value.scalar.flatMap({ parseInteger($0.text) }), abs(number) <= largestInteger else {
            throw Mistake(
                code: "expression", message: "`\(word.text)` must be a whole number here, and is \(value.foundText)",
                help: nil, range: word.range)
        }
        return number
    }

    private func quotient(_ left: Int, _ right: Int, at word: Word) throws(Mistake) -> Int {
        guard right != 0 else {
            throw Mistake(
                code: "division", message: "`\(word.text)` is 0, and nothing can be divided by 0", help: nil,
                range: word.range)
        }
        guard left % right == 0 else {
            throw Mistake(
                code: "division", message: "a division must come out whole, and \(left) / \(right) does not",
                help: "use a number that \(right) divides", range: 0..<length)
        }
        return left / right
    }

    /// The result, if it is one that a field could take; beyond that it is an overflow.
    private func checked(_ result: (partialValue: Int, overflow: Bool)) throws(Mistake) -> Int {
        guard !result.overflow, abs(result.partialValue) <= largestInteger else { throw tooLarge }
        return result.partialValue
    }

    private var tooLarge: Mistake {
        Mistake(
            code: "overflow", message: "a number must be at most \(largestInteger), and this one is larger", help: nil,
            range: 0..<length)
    }

    private func operatorMissing(_ word: Word) -> Mistake {
        Mistake(
            code: "expression",
            message: "names and numbers must be joined by `+`, `-`, `*` or `/`, found `\(abbreviated(word.text))`",
            help: "put spaces around each operator: `${width * 2}`", range: word.range)
    }
}

/// The name is no value here: is it a slip, or an operator without spaces?
private func unknownName(_ name: String, in environment: Environment, at range: Range<Int>) -> Expression.Mistake {
    let parts = name.split { "+*/-".contains($0) }.map(String.init)
    let isGlued = parts.count > 1 && parts.allSatisfy { environment.values[$0] != nil || parseInteger($0) != nil }
    let known = environment.values.keys.sorted()
    let help: String?
    if isGlued {
        help = "put spaces around each operator"
    } else if let meant = nearestName(to: name, among: known) {
        help = "write `${\(meant)}`"
    } else {
        help = known.isEmpty ? nil : "there are \(known.map { "`\($0)`" }.joined(separator: ", "))"
    }
    return Expression.Mistake(
        code: "unknown-parameter", message: "`\(environment.owner)` has no parameter `\(abbreviated(name))`",
        help: help, range: range)
}
