import Diagnostics

extension Explanation {
    /// Of specs that change another.
    static let ofExtends: [Explanation] = [
        Explanation(
            .extendsMissing, "an extended file cannot be read",
            """
            `extends` names the spec that this one changes. The path is relative to the file that extends, not to the \
            folder in which the command is given.
            """,
            wrong: Example("extends: base.yaml", besides: ["nets/base.yaml": base]),
            right: Example("extends: nets/base.yaml", besides: ["nets/base.yaml": base])),
        Explanation(
            .extendsCycle, "a spec extends itself",
            """
            A base may extend another, but no way may lead from a spec back to itself: there would be nothing that is \
            changed.
            """,
            wrong: Example(
                """
                extends: base.yaml
                changes: {train.batch: 32}
                """, besides: ["base.yaml": "extends: ./base.yaml"]),
            right: Example(
                """
                extends: base.yaml
                changes: {train.batch: 32}
                """, besides: ["base.yaml": base])),
        Explanation(
            .extendsField, "a spec that extends another writes a value beside it",
            """
            A spec that extends another says how it differs: by `changes`, from paths to values, by `insert-before`, \
            `insert-after` and `remove`. A field that stands beside them would leave open whether it is mixed with the \
            base's or takes its place.
            """,
            wrong: Example(
                """
                extends: base.yaml
                train: {batch: 32}
                """, besides: ["base.yaml": base]),
            right: Example(
                """
                extends: base.yaml
                changes: {train.batch: 32}
                """, besides: ["base.yaml": base])),
    ]

    private static let base = """
        netspec: 1
        input: {channels: 3, height: 32, width: 32}
        network: [{linear: {outputs: 10}}]
        train: {epochs: 5, optimizer: {sgd: {rate: 0.1}}}
        """
}
