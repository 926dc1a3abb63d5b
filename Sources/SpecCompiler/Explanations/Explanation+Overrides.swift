extension Explanation {
    /// Of changes from the command line.
    static let ofOverrides: [Explanation] = [
        Explanation(
            "override-form", "`--set` has not the form `path=value`",
            """
            The path names keys with dots between them, the value is read as YAML. In a list the path names a step, or \
            counts from 0.
            """,
            wrong: Example(trainable, command: Example.plainCommand + ["--set", "train.batch"]),
            right: Example(trainable, command: Example.plainCommand + ["--set", "train.batch=32"])),
        Explanation(
            "override-path", "`--set` leads to a place that there is not",
            """
            In a list the path must name one of the steps, or give its number; and nothing can be set inside a number or a \
            word.
            """,
            wrong: Example(trainable, command: Example.plainCommand + ["--set", "network.score.outputs=10"]),
            right: Example(trainable, command: Example.plainCommand + ["--set", "network.scores.outputs=10"])),
    ]

    private static let trainable = """
        netspec: 1
        input: {channels: 3, height: 32, width: 32}
        network:
          - linear: {name: scores, outputs: 10}
        train: {epochs: 5, optimizer: {sgd: {rate: 0.1, momentum: 0.9}}}
        """
}
