extension Explanation {
    /// Of changes by paths, from the command line or in a spec that extends another.
    static let ofOverrides: [Explanation] = [
        Explanation(
            "override-form", "a change has no path, or has not the form `path=value`",
            """
            The path of `--set path=value` names keys with dots between them, the value is read as YAML. In a list the \
            path names a step, or counts from 0. The paths of a spec that extends another have the same form.
            """,
            wrong: Example(trainable, command: Example.plainCommand + ["--set", "train.batch"]),
            right: Example(trainable, command: Example.plainCommand + ["--set", "train.batch=32"])),
        Explanation(
            "override-path", "a path leads to a place that there is not",
            """
            In a list the path must name one of the steps, or give its number; nothing can be set inside a number or a \
            word, and only what is there can be removed.
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
