import Diagnostics

extension Explanation {
    /// Of changes: by paths, from the command line or in a spec that extends another, and to a run that goes on.
    static let ofOverrides: [Explanation] = [
        Explanation(
            .overrideForm, "a change has no path, or has not the form `path=value`",
            """
            The path of `--set path=value` names keys with dots between them, the value is read as YAML. In a list the \
            path names a step, or counts from 0. The paths of a spec that extends another have the same form.
            """,
            wrong: Example(trainable, command: Example.plainCommand + ["--set", "train.batch"]),
            right: Example(trainable, command: Example.plainCommand + ["--set", "train.batch=32"])),
        Explanation(
            .overridePath, "a path leads to a place that there is not",
            """
            In a list the path must name one of the steps, or give its number; nothing can be set inside a number or a \
            word, and only what is there can be removed.
            """,
            wrong: Example(trainable, command: Example.plainCommand + ["--set", "network.score.outputs=10"]),
            right: Example(trainable, command: Example.plainCommand + ["--set", "network.scores.outputs=10"])),
        Explanation(
            .resume, "a run cannot go on with another value",
            """
            The steps that a run has made would have been others with that value, or what it kept would not fit what follows. \
            What may change, such as how often is evaluated, each field says; numbers may be written otherwise, defaults \
            written out, files renamed. With everything else a run in another folder is begun.
            """,
            wrong: Example(
                trainable + "\ndata: {source: synthetic}",
                command: ["train", Example.specName, "--run", "runs/1", "--resume", "--set", "train.seed=2"]),
            right: Example(
                trainable + "\ndata: {source: synthetic}",
                command: Example.plainCommand + ["--set", "train.evaluate-every=2"])),
    ]

    private static let trainable = """
        netspec: 1
        input: {channels: 3, height: 32, width: 32}
        network:
          - linear: {name: scores, outputs: 10}
        train: {epochs: 5, optimizer: {sgd: {rate: 0.1, momentum: 0.9}}}
        """
}
