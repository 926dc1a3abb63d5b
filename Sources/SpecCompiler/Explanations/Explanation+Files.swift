import Diagnostics

extension Explanation {
    /// Of files that a spec needs, and of what they hold.
    static let ofFiles: [Explanation] = [
        Explanation(
            .unreadableFile, "the file of a spec cannot be read",
            """
            There is no such file, it is a folder, or the user may not read it. This is the machine's matter and not the \
            spec's, so the exit code is 2.
            """,
            wrong: Example(nil),
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [relu]
                """),
        Explanation(
            .invalidUTF8, "a spec is not UTF-8 text",
            """
            Specs are text in UTF-8. A file in another encoding, such as Latin-1, or one that is no text at all, is refused \
            where its first byte fails. Save it as UTF-8.
            """,
            wrong: Example(
                """
                netspec: 1
                name: réseau   # in a file that is saved as Latin-1
                input: {channels: 3, height: 32, width: 32}
                network: [relu]
                """, isLatin1: true),
            right: """
                netspec: 1
                name: réseau
                input: {channels: 3, height: 32, width: 32}
                network: [relu]
                """),
        Explanation(
            .includeMissing, "an included file cannot be read",
            """
            `include` lists files with modules. A path is relative to the file that includes, not to the folder in which the \
            command is given.
            """,
            wrong: Example(
                """
                netspec: 1
                include: [modules.yaml]
                input: {channels: 3, height: 32, width: 32}
                network: [twice]
                """, besides: ["library/modules.yaml": "modules: {twice: {network: [relu, relu]}}"]),
            right: Example(
                """
                netspec: 1
                include: [library/modules.yaml]
                input: {channels: 3, height: 32, width: 32}
                network: [twice]
                """, besides: ["library/modules.yaml": "modules: {twice: {network: [relu, relu]}}"])),
        Explanation(
            .includeCycle, "a file includes itself",
            """
            A file may not include itself, be it by way of others. A file is read once however often it is included, so two \
            libraries that need the same third one both include that.
            """,
            wrong: Example(
                """
                netspec: 1
                include: [ring.yaml]
                input: {channels: 3, height: 32, width: 32}
                network: [twice]
                """,
                besides: [
                    "ring.yaml": """
                    include: [ring.yaml]
                    modules: {twice: {network: [relu, relu]}}
                    """
                ]),
            right: Example(
                """
                netspec: 1
                include: [ring.yaml]
                input: {channels: 3, height: 32, width: 32}
                network: [twice]
                """, besides: ["ring.yaml": "modules: {twice: {network: [relu, relu]}}"])),
        Explanation(
            .library, "a file with modules only was given as a spec, or a spec as such a file",
            """
            A library holds modules for specs to use. It has no network of its own, so there is nothing to check, price or \
            train. Give a spec that includes it. Nor can a spec be included: what `include` names holds nothing but modules, and \
            a spec is changed by one that `extends` it.
            """,
            wrong: """
                netspec: 1
                modules:
                  twice: {network: [relu, relu]}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  twice: {network: [relu, relu]}
                network: [twice]
                """),
    ]
}
