import Diagnostics

extension Explanation {
    /// Of bounds that no sensible spec meets, and that keep others from filling the memory.
    static let ofLimits: [Explanation] = [
        Explanation(
            .tooLarge, "a spec is too long",
            """
            A spec may be 4 MiB long, its libraries together as much again, and so may its bases. A file may hold 250,000 \
            values, each alias counted with all that it stands for: aliases of aliases get there in a few lines. A spec \
            may include 250 files, have 2,000 modules and make 250 changes to its bases, none in a list of more than \
            20,000 items. A module may have 256 parameters, and a text with `${…}` 10,000 letters.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - &a [relu, relu, relu, relu, relu, relu, relu, relu, relu, relu]
                  - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
                  - &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
                  - &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
                  - &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
                  - &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  ten: {network: [relu, relu, relu, relu, relu, relu, relu, relu, relu, relu]}
                network: [ten, ten]
                """),
        Explanation(
            .tooDeep, "lists, mappings or modules nest too deeply",
            """
            Lists and mappings may nest 128 deep, modules 32, and a path of `--set` may have 64 keys. Often a bracket was \
            left open, or modules use each other in a way that was not meant.
            """,
            wrong: Example(
                """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [relu]
                """,
                command: Example.plainCommand + ["--set", String(repeating: "network.", count: 64) + "relu=1"]),
            right: Example(
                """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [relu]
                """, command: Example.plainCommand + ["--set", "input.height=64"])),
        Explanation(
            .tooMany, "there are more mistakes than are shown",
            """
            The first \(DiagnosticCollector.most) mistakes are shown. With so many, one cause is behind most of them: correct \
            the first ones and look again.
            """,
            wrong: Example(
                """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [\([String](repeating: "rleu", count: DiagnosticCollector.most + 1).joined(separator: ", "))]
                """,
                excerpt: """
                    netspec: 1
                    input: {channels: 3, height: 32, width: 32}
                    network: [rleu, rleu, rleu, …   # \(DiagnosticCollector.most + 1) times
                    """),
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [relu, relu, relu]
                """),
        Explanation(
            .tooManyLayers, "a network has too many layers",
            """
            A network may have 20,000 layers and uses of modules. Modules that use modules many times get there in a few \
            lines.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  a: {network: [relu, relu, relu, relu, relu, relu, relu, relu, relu, relu]}
                  b: {network: [a, a, a, a, a, a, a, a, a, a]}
                  c: {network: [b, b, b, b, b, b, b, b, b, b]}
                  d: {network: [c, c, c, c, c, c, c, c, c, c]}
                network: [d, d]
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  a: {network: [relu, relu, relu, relu, relu, relu, relu, relu, relu, relu]}
                  b: {network: [a, a, a, a, a, a, a, a, a, a]}
                network: [b, b]
                """),
    ]
}
