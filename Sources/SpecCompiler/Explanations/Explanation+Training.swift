import Diagnostics

extension Explanation {
    /// Of what `train` says of parameters.
    static let ofTraining = [
        Explanation(
            .unmatchedRule, "a rule matches no parameter",
            """
            The items of `train.rules` name parameters by their paths, as checkpoints do: the layer's path, a dot, and \
            `weight`, `bias`, `scale` or `shift`. In `match`, `*` stands for any characters, `/` and `.` among them. \
            `netspec summary --training` lists the parameters, and what the rules give to each.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {name: scores, outputs: 10}}]
                train: {epochs: 5, optimizer: {sgd: {rate: 0.1}}, rules: [{match: "score.bias", rate: 2}]}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {name: scores, outputs: 10}}]
                train: {epochs: 5, optimizer: {sgd: {rate: 0.1}}, rules: [{match: "scores.bias", rate: 2}]}
                """)
    ]
}
