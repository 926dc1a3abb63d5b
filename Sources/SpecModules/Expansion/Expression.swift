import Diagnostics
import SpecSyntax

/// What is between `${` and `}`: names and whole numbers, joined by `+ - * /` with spaces around them.
///
/// Evaluated left to right, `*` and `/` before `+` and `-`. Division must come out whole.
package struct Expression {
    /// A mistake in an expression, with its place in the expression's text, in Unicode scalars.
    struct Mistake: Error {
        let code: String
        let message: String
        var help: String?
        let range: Range<Int>
    }

    private struct Word {
        let text: String
        let range: Range<Int>
        var isOperator: Bool { ["+", "-", "*", "/"].contains(text) }
    }

    private let words: [Word]
    private let length: Int

    init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        words = scalars.indices.split { scalars[$0].properties.isWhitespace }.map { range in
            Word(
                text: String(String.UnicodeScalarView(scalars[range])), range: range.startIndex..<range.endIndex)
        }
        length = scalars.count
    }

    /// Whether a value that it names is not known.
    func isSpoiled(in environment: Environment) -> Bool {
        !environment.spoiled.isEmpty && words.contains { environment.spoiled.contains($0.text) }
    }

    /// The names in a text's `${…}`, each once, in their order.
    package static func names(in text: String) -> [String] {
        var seen: Set<String> = []
        return text.split(separator: "${", omittingEmptySubsequences: false).dropFirst().flatMap { piece in
            Expression(String(piece.prefix { $0 != "}" })).words.filter {
                !$0.isOperator && parseInteger($0.text) == nil
            }
        }.map(\.text).filter { seen.insert($0).inserted }
    }

    /// The value named, if the expression is nothing but a name: it may be of any type.
    func bareName(in environment: Environment) -> SyntaxNode? {
        guard words.count == 1, case .value(let value) = environment[words[0].text] else { return nil }
        return value
    }

    /// The value of arithmetic.
    func integer(in environment: Environment) throws(Mistake) -> Int {
        guard !words.isEmpty else {
            throw Mistake(
                code: "expression", message: "`${…}` must hold a name or a number, and is empty",
                help: environment.names.isEmpty
                    ? "write the value itself, without `${…}`" : "write one of \(listed(environment.names, most: 8))",
                range: 0..<0)
        }
        try checkForm()
        var sum = 0
        var sign = 1
        var product = try operand(words[0], environment)
        for index in stride(from: 1, to: words.count, by: 2) {
            let right = try operand(words[index + 1], environment)
            switch words[index].text {
            case "*": product = try checked(product.multipliedReportingOverflow(by: right))
            case "/": product = try quotient(product, right, at: words[index + 1])
            default:
                sum = try checked(sum.addingReportingOverflow(sign * product))
                (sign, product) = (words[index].text == "+" ? 1 : -1, right)
            }
        }
        return try checked(sum.addingReportingOverflow(sign * product))
    }

    /// Operands and operators must take turns, an operand first and last.
    private func checkForm() throws(Mistake) {
        for (position, word) in words.enumerated() {
            let wantsOperator = position % 2 == 1
            if wantsOperator, !word.isOperator { throw operatorMissing(word) }
            if !wantsOperator, word.isOperator { throw operandMissing(word, "before") }
        }
        if let last = words.last, last.isOperator { throw operandMissing(last, "after") }
    }

    private func operand(_ word: Word, _ environment: Environment) throws(Mistake) -> Int {
        if let number = parseInteger(word.text) { return try checked((number, false)) }
        switch environment[word.text] {
        case .turn(let number): return number
        case .layers: throw layersAsNumber(word)
        case .value(let value):
            guard let number = value.scalar.flatMap({ parseInteger($0.text) }) else {
                throw Mistake(
                    code: "expression",
                    message: "`\(word.text)` must be a whole number here, and is \(value.foundText)",
                    help: "give `\(word.text)` a whole number, or name another", range: word.range)
            }
            return try checked((number, false))
        case nil:
            guard !word.text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { throw tooLarge }
            guard let number = parseNumber(word.text) else {
                throw unknownName(word.text, in: environment, at: word.range)
            }
            guard abs(number) <= Double(largestInteger) else { throw tooLarge }
            throw Mistake(
                code: "expression", message: "numbers in `${…}` must be whole, found `\(abbreviated(word.text))`",
                help: "multiply and divide by whole numbers: `${width / 2}` for a half", range: word.range)
        }
    }

    private func quotient(_ left: Int, _ right: Int, at word: Word) throws(Mistake) -> Int {
        guard right != 0 else {
            throw Mistake(
                code: "division",
                message: "nothing can be divided by 0, found `\(word.text)`",
                help: "divide by 1 or more", range: word.range)
        }
        guard left % right == 0 else {
            throw Mistake(
                code: "division", message: "a division must come out whole, and \(left) / \(right) does not",
                help: "use a number that \(right) divides", range: 0..<length)
        }
        return left / right
    }

    /// A number, if it is one that a field could take; beyond that it is an overflow.
    private func checked(_ result: (partialValue: Int, overflow: Bool)) throws(Mistake) -> Int {
        guard !result.overflow, result.partialValue.magnitude <= UInt(largestInteger) else { throw tooLarge }
        return result.partialValue
    }

    private var tooLarge: Mistake {
        Mistake(
            code: "overflow", message: "numbers in `${…}` must be at most \(largestInteger), and a larger one arises",
            help: "use smaller numbers", range: 0..<length)
    }

    private func layersAsNumber(_ word: Word) -> Mistake {
        Mistake(
            code: "expression", message: "`\(word.text)` is a list of layers, which can only stand as a step",
            help: "write it as a step of its own, `- ${\(word.text)}`, or as a branch", range: word.range)
    }

    private func operatorMissing(_ word: Word) -> Mistake {
        Mistake(
            code: "expression",
            message: "names and numbers must be joined by `+`, `-`, `*` or `/`, found `\(abbreviated(word.text))`",
            help: "put spaces around each operator: `${width * 2}`", range: word.range)
    }

    private func operandMissing(_ word: Word, _ side: String) -> Mistake {
        Mistake(
            code: "expression", message: "a name or a number must stand \(side) `\(word.text)`",
            help: "write it, as in `${width \(word.text) 2}`, or remove `\(word.text)`", range: word.range)
    }
}

/// The name is no value here: is it a slip, or an operator without spaces?
private func unknownName(_ name: String, in environment: Environment, at range: Range<Int>) -> Expression.Mistake {
    let known = environment.names
    let help: String
    if let spaced = spaced(name, environment) {
        help = "put spaces around each operator: `${\(spaced)}`"
    } else if let meant = nearestName(to: name, among: known) {
        help = "write `${\(meant)}`"
    } else {
        help = known.isEmpty ? declaration(of: name, environment) : "there are \(listed(known))"
    }
    return Expression.Mistake(
        code: "unknown-parameter", message: "there is no value `\(abbreviated(name))` in \(environment.owner)",
        help: help, range: range)
}

/// A module knows nothing of what is around it but by its parameters.
private func declaration(of name: String, _ environment: Environment) -> String {
    guard case .module = environment.owner, isParameterName(name) else {
        return "write the value itself: `${…}` names parameters, inside their module, and `classes` of the spec"
    }
    return "declare `\(name)` in its `parameters`, and give it a value where the module is used"
}

/// `a*2` as `a * 2`, if all between the operators are known; nil otherwise. A name may have a `-` in it.
private func spaced(_ text: String, _ environment: Environment) -> String? {
    for operators in ["+*/", "+*/-"] {
        let parts = text.split(omittingEmptySubsequences: false) { operators.contains($0) }.map(String.init)
        guard parts.count > 1, parts.allSatisfy({ environment[$0] != nil || parseInteger($0) != nil }) else {
            continue
        }
        let found = text.filter { operators.contains($0) }
        return zip(found, parts.dropFirst()).reduce(parts[0]) { "\($0) \($1.0) \($1.1)" }
    }
    return nil
}
