import Diagnostics

extension Explanation {
    /// Of the machine that a spec is run on.
    static let ofMachine: [Explanation] = [
        Explanation(
            .batchTooLarge, "a batch needs more memory than the machine has",
            """
            What a step computes grows with its pictures, and all of it must fit into the memory that is free, or that a \
            control group or `ulimit -v` leaves. It is found out before the run, with the largest batch that fits; \
            `netspec plan` tells what a batch needs.
            """,
            wrong: .init(
                """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{convolution: {filters: 4096, kernel: 3, pad: 1}}, global-average-pool, {linear: {outputs: 10}}]
                data: {source: {synthetic: {train: 65536}}}
                train: {epochs: 1, batch: 65536, optimizer: {sgd: {rate: 0.1}}}
                """, command: ["train", "spec.yaml"]),
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{convolution: {filters: 32, kernel: 3, pad: 1}}, global-average-pool, {linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 1, batch: 64, optimizer: {sgd: {rate: 0.1}}}
                """)
    ]
}
