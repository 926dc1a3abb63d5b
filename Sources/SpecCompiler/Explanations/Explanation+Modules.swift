extension Explanation {
    /// Of modules and their uses.
    static let ofModules: [Explanation] = [
        Explanation(
            "duplicate-module", "two modules, or a module and a layer, have one name",
            """
            A step `- name` must mean one thing. Modules of all included libraries and of the spec share their names with \
            each other and with the layers.
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
            "module-cycle", "a module uses itself",
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
            "module-input", "what arrives at a module is not what it expects",
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
