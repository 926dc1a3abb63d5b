import Diagnostics
import SpecSyntax

/// How mistakes in an expression are told.
extension Expression.Evaluation {
    var tooLarge: Expression.Mistake {
        Expression.Mistake(
            code: .overflow, message: "numbers in `${…}` must be at most \(largestInteger), and a larger one arises",
            help: "use smaller numbers", range: 0..<length)
    }

    func layersAsNumber(_ word: Expression.Word) -> Expression.Mistake {
        Expression.Mistake(
            code: .expression, message: "`\(word.text)` is a list of layers, which can only stand as a step",
            help: "write it as a step of its own, `- ${\(word.text)}`, or as a branch", range: word.range)
    }

    func notWhole(_ word: Expression.Word, _ found: String) -> Expression.Mistake {
        Expression.Mistake(
            code: .expression, message: "`\(abbreviated(word.text))` must be a whole number here, and is \(found)",
            help: "give `\(abbreviated(word.text))` a whole number, or name another", range: word.range)
    }

    func decimalInArithmetic(_ word: Expression.Word) -> Expression.Mistake {
        Expression.Mistake(
            code: .expression, message: "numbers in `${…}` must be whole, found `\(abbreviated(word.text))`",
            help: "multiply and divide by whole numbers: `${width / 2}` for a half", range: word.range)
    }

    func operatorMissing(_ word: Expression.Word) -> Expression.Mistake {
        Expression.Mistake(
            code: .expression,
            message: "names and numbers must be joined by `+`, `-`, `*` or `/`, found `\(abbreviated(word.text))`",
            help: word.text == "="
                ? "write `==` to compare" : "put spaces around each operator: `${width * 2}`", range: word.range)
    }

    func operandMissing(before word: Expression.Word) -> Expression.Mistake {
        operandMissing(word, "before")
    }

    func operandMissing(after word: Expression.Word) -> Expression.Mistake {
        operandMissing(word, "after")
    }

    private func operandMissing(_ word: Expression.Word, _ side: String) -> Expression.Mistake {
        Expression.Mistake(
            code: .expression, message: "a name or a number must stand \(side) `\(word.text)`",
            help: word.isParenthesis
                ? "write it, or remove the parentheses"
                : "write it, as in `${width \(word.text) 2}`, or remove `\(word.text)`", range: word.range)
    }

    func secondComparison(_ word: Expression.Word) -> Expression.Mistake {
        Expression.Mistake(
            code: .expression, message: "a comparison must not follow another, found `\(word.text)`",
            help: "join two by `and`: `${1 < width and width < 64}`", range: word.range)
    }

    func unclosed(_ word: Expression.Word) -> Expression.Mistake {
        Expression.Mistake(
            code: .expression, message: "`(` must be closed by `)`", help: "add `)`", range: word.range)
    }

    func unopened(_ word: Expression.Word) -> Expression.Mistake {
        Expression.Mistake(
            code: .expression, message: "`)` must close a `(` before it", help: "add `(`, or remove `)`",
            range: word.range)
    }

    func openQuote(_ word: Expression.Word) -> Expression.Mistake {
        Expression.Mistake(
            code: .expression, message: "a word in quotes must end in `'`", help: "add `'`", range: word.range)
    }

    func tooDeep(_ word: Expression.Word) -> Expression.Mistake {
        Expression.Mistake(
            code: .tooDeep, message: "parentheses must be at most \(Self.deepestNesting) deep", help: "use fewer",
            range: word.range)
    }

    /// The name is no value here: is it a slip, or an operator without spaces?
    func unknownName(_ word: Expression.Word) -> Expression.Mistake {
        let name = word.text
        let known = environment.names
        let help: String
        var replacement: String?
        if let spaced = spaced(name, environment) {
            replacement = spaced
            help = "put spaces around each operator: `${\(spaced)}`"
        } else if let meant = nearestName(to: name, among: known + ArrivingShape.names) {
            replacement = meant
            help = "write `${\(meant)}`"
        } else if name == "channels" {
            help = "write `${input.channels}` for the channels that arrive"
        } else {
            help =
                known.isEmpty
                ? declaration(of: name, environment)
                : "there are \(listed(known)), and of what arrives \(listed(ArrivingShape.names.sorted()))"
        }
        return Expression.Mistake(
            code: .unknownParameter, message: "there is no value `\(abbreviated(name))` in \(environment.owner)",
            help: help, replacement: replacement, range: word.range)
    }
}

/// A module knows nothing of what is around it but by its parameters.
private func declaration(of name: String, _ environment: Environment) -> String {
    guard case .module = environment.owner, isParameterName(name) else {
        return
            "write the value itself: `${…}` names parameters, inside their module, `classes` of the spec, and of what arrives "
            + listed(ArrivingShape.names.sorted())
    }
    return "declare `\(name)` in its `parameters`, and give it a value where the module is used"
}

/// `a*2` as `a * 2`, if all between the operators are known; nil otherwise. A name may have a `-` in it.
private func spaced(_ text: String, _ environment: Environment) -> String? {
    for operators in ["+*/=!<>", "+*/=!<>-"] {
        let parts = text.split(omittingEmptySubsequences: true) { operators.contains($0) }.map(String.init)
        guard parts.count > 1, parts.allSatisfy({ environment[$0] != nil || parseInteger($0) != nil }) else {
            continue
        }
        let found = text.split { !operators.contains($0) }.map(String.init)
        guard found.count == parts.count - 1, found.allSatisfy({ Expression.Word(text: $0, range: 0..<0).isOperator })
        else { continue }
        return zip(found, parts.dropFirst()).reduce(parts[0]) { "\($0) \($1.0) \($1.1)" }
    }
    return nil
}
