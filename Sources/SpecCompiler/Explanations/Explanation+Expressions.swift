import Diagnostics

extension Explanation {
    /// Of what stands in `${…}`.
    static let ofExpressions: [Explanation] = [
        Explanation(
            .expression, "what stands in `${…}` is no expression",
            """
            An expression is a name, or whole numbers and names with `+ - * /` between them, spaces around each. `*` and \
            `/` go before `+` and `-`, and parentheses before both. `==`, `!=`, `<`, `<=`, `>`, `>=` compare, and `not`, `and`, \
            `or` join comparisons; a word to compare with stands in single quotes.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 10
                network:
                  - linear: {outputs: "${classes *}"}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 10
                network:
                  - linear: {outputs: "${classes * 1}"}
                """),
        Explanation(
            .unknownParameter, "`${…}` names a value that there is not",
            """
            Inside a module, expressions know its parameters and nothing else; in the network itself they know `classes`. \
            Names may hold `-`, so a subtraction needs spaces around its sign.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block:
                    parameters: {width: integer}
                    network: [{convolution: {filters: "${width-1}", kernel: 3}}]
                network:
                  - block: {width: 8}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block:
                    parameters: {width: integer}
                    network: [{convolution: {filters: "${width - 1}", kernel: 3}}]
                network:
                  - block: {width: 8}
                """),
        Explanation(
            .division, "a division does not come out whole",
            """
            Expressions are for counts and sizes, so a division that leaves a rest, or divides by 0, is a mistake in the \
            numbers and is not rounded.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  bottleneck:
                    parameters: {width: integer}
                    network: [{convolution: {filters: "${width / 4}", kernel: 1}}]
                network:
                  - bottleneck: {width: 30}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  bottleneck:
                    parameters: {width: integer}
                    network: [{convolution: {filters: "${width / 4}", kernel: 1}}]
                network:
                  - bottleneck: {width: 32}
                """),
        Explanation(
            .overflow, "a number in `${…}` becomes too large",
            "Numbers in expressions, those on the way included, are at most 2147483647.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 10
                network:
                  - linear: {outputs: "${classes * 1000000000}"}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 10
                network:
                  - linear: {outputs: "${classes * 1}"}
                """),
    ]
}
