import Diagnostics

extension Explanation {
    /// Of the fields of a mapping, and what stands in them.
    static let ofFields: [Explanation] = [
        Explanation(
            .unknownKey, "a key is no field of its mapping",
            """
            Every key must be one that the mapping knows; what nothing reads would have no effect, and nobody would notice. \
            The remedy names the field that is spelt nearly so, or the place where the key belongs.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernal: 3}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3}
                """),
        Explanation(
            .missingField, "a field that must be there is not",
            """
            Fields without a sensible default must be written. `Specs/README.md` lists the fields, their types and their \
            defaults.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {kernel: 3}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3}
                """),
        Explanation(
            .wrongType, "a value is not of the type that its field wants",
            """
            Each field says what it takes: a whole number in a range, a number, `true` or `false`, a list, a mapping. \
            Numbers are in decimal: `5e-4` is one where a number is wanted, and none where a whole number is.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: eight, kernel: 3}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3}
                """),
        Explanation(
            .unknownName, "there is nothing of this name to choose",
            """
            Optimisers, schedules, data sources, augmentations, initialisers and types of parameters are chosen by name, and \
            no other names are known.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                train: {epochs: 5, optimizer: {sdg: {rate: 0.1, momentum: 0.9}}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                train: {epochs: 5, optimizer: {sgd: {rate: 0.1, momentum: 0.9}}}
                """),
        Explanation(
            .wrongCount, "a list has too many or too few items",
            "`normalize` has one mean and one deviation for each channel of the data's pictures.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10, normalize: {mean: [0.5], deviation: [0.25]}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: cifar10, normalize: {mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25]}}
                """),
        Explanation(
            .contradiction, "two fields cannot both hold",
            """
            Each of the fields is right, but not beside the other: Nesterov's variant looks along the velocity, and without \
            momentum there is none; a network that ends in a loss of its own takes its smoothing there.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                train: {epochs: 5, optimizer: {sgd: {rate: 0.1, nesterov: true}}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                train: {epochs: 5, optimizer: {sgd: {rate: 0.1, nesterov: true, momentum: 0.9}}}
                """),
    ]
}
