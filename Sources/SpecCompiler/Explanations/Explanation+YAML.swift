import Diagnostics

extension Explanation {
    /// Of the text as YAML, whatever it says.
    static let ofYAML: [Explanation] = [
        Explanation(
            .yamlSyntax, "the text is not YAML",
            """
            Reading ends at the first place that YAML does not allow: a bracket that is not closed, a tab as indentation, a \
            colon too many, an expression without quotes inside `{ }`. The cause may stand before the place that is shown.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32
                network: [relu]
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [relu]
                """),
        Explanation(
            .emptyDocument, "there is nothing in the file",
            "A spec is a YAML mapping. A file that is empty, or holds nothing but comments, is none.",
            wrong: "# to do: write the network",
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [relu]
                """),
        Explanation(
            .severalDocuments, "a file holds more than one YAML document",
            "YAML separates documents by a line `---`. A file is one spec or one library, so it is one document.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [relu]
                ---
                netspec: 1
                input: {channels: 1, height: 28, width: 28}
                network: [relu]
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [relu]
                """),
        Explanation(
            .keyType, "a key is not a word",
            "YAML allows lists and mappings as keys, and keys that are empty. Here a key is the name of a field.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {[filters]: 8, kernel: 3}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3}
                """),
        Explanation(
            .duplicateKey, "a key stands twice in a mapping",
            "Of two values for one key, one would have to be ignored without a word. Keep the one that is meant.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3, kernel: 5}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 5}
                """),
        Explanation(
            .tag, "a value has a YAML tag",
            """
            Tags such as `!!int` tell YAML how to read a value. Here each field knows the type that it wants, and reads the \
            text by it.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - linear: {outputs: !!int "10"}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - linear: {outputs: 10}
                """),
        Explanation(
            .mergeKey, "a mapping has a YAML merge key, `<<`",
            """
            Merge keys copy fields from elsewhere without saying which of them are meant. A module does it with a name and \
            parameters that are checked.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {<<: {filters: 8}, kernel: 3}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  conv8:
                    parameters: {kernel: size}
                    network: [{convolution: {filters: 8, kernel: "${kernel}"}}]
                network:
                  - conv8: {kernel: 3}
                """),
        Explanation(
            .unknownAlias, "an alias has no anchor",
            "In YAML `&name` names a value and `*name` repeats it. The anchor must stand before the alias.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - &unit relu
                  - *unti
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - &unit relu
                  - *unit
                """),
    ]
}
