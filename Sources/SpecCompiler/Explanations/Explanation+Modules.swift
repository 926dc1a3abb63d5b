import Diagnostics

extension Explanation {
    /// Of modules and their uses.
    static let ofModules: [Explanation] = [
        Explanation(
            .duplicateModule, "a module has the name of a layer",
            """
            A step `- name` must mean one thing, in every spec. No module can have the name of a layer, nor `repeat` or \
            `auxiliary`.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  relu: {network: [softmax]}
                network: [relu]
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  soft-relu: {network: [relu, softmax]}
                network: [soft-relu]
                """),
        Explanation(
            .ambiguousModule, "a name could stand for the modules of two libraries",
            """
            A file sees its own modules, and those that the files which it includes see. Libraries may have helpers of one \
            name, which do not disturb each other; but who includes both and uses the name must say which is meant, with \
            the library's name in front. A module of the file's own stands in front of both.
            """,
            wrong: Example(
                """
                netspec: 1
                include: [left.yaml, right.yaml]
                input: {channels: 3, height: 32, width: 32}
                network: [twice]
                """,
                besides: [
                    "left.yaml": "modules: {twice: {network: [relu, relu]}}",
                    "right.yaml": "modules: {twice: {network: [softmax, softmax]}}",
                ]),
            right: Example(
                """
                netspec: 1
                include: [left.yaml, right.yaml]
                input: {channels: 3, height: 32, width: 32}
                network: [left/twice]
                """,
                besides: [
                    "left.yaml": "modules: {twice: {network: [relu, relu]}}",
                    "right.yaml": "modules: {twice: {network: [softmax, softmax]}}",
                ])),
        Explanation(
            .emptyRange, "no number is in the range of a parameter",
            """
            A parameter's `minimum` is the least number that a use may write and its `maximum` the greatest; both may be \
            left out. With the maximum below the minimum no use could be right.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block:
                    parameters: {filters: {type: integer, minimum: 512, maximum: 1}}
                    network: [{convolution: {filters: "${filters}", kernel: 3}}]
                network: [{block: {filters: 8}}]
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block:
                    parameters: {filters: {type: integer, minimum: 1, maximum: 512}}
                    network: [{convolution: {filters: "${filters}", kernel: 3}}]
                network: [{block: {filters: 8}}]
                """),
        Explanation(
            .moduleCycle, "a module uses itself",
            """
            A module may use others, but no way may lead from a module back to itself: it would have layers without end.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  ping: {network: [relu, pong]}
                  pong: {network: [ping]}
                network: [ping]
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  ping: {network: [relu, pong]}
                  pong: {network: [relu]}
                network: [ping]
                """),
        Explanation(
            .moduleInput, "what arrives at a module is not what it expects",
            """
            A module's `expects` says which channels, height or width must arrive, as a number or as a parameter's value. A \
            use that says `in_planes: 192` where 256 channels arrive was meant for another place.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block:
                    parameters: {in_planes: integer, filters: integer}
                    expects: {channels: "${in_planes}"}
                    network: [{convolution: {filters: "${filters}", kernel: 3}}]
                network:
                  - block: {in_planes: 3, filters: 8}
                  - block: {in_planes: 3, filters: 16}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block:
                    parameters: {in_planes: integer, filters: integer}
                    expects: {channels: "${in_planes}"}
                    network: [{convolution: {filters: "${filters}", kernel: 3}}]
                network:
                  - block: {in_planes: 3, filters: 8}
                  - block: {in_planes: 8, filters: 16}
                """),
    ]
}
