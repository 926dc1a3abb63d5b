import Diagnostics

extension Explanation {
    /// Of the network as a whole: shapes, losses, and what the spec says of it.
    static let ofNetworks: [Explanation] = [
        Explanation(
            .shape, "a layer cannot take the shape that arrives",
            """
            Each layer gives its output's shape for the shapes that arrive, batch left out: `[channels, height, width]`, or \
            `[numbers]` after `flatten` and `linear`. The notes name what arrives and which layers made it; the remedy gives \
            a value that fits.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 8, width: 8}
                network:
                  - max-pool: {kernel: 2}
                  - convolution: {filters: 8, kernel: 5}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 8, width: 8}
                network:
                  - max-pool: {kernel: 2}
                  - convolution: {filters: 8, kernel: 5, pad: 2}
                """),
        Explanation(
            .emptyNetwork, "a network has no layers",
            "`network` is a list of at least one layer. A module may be empty, a network made of nothing but such may not.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: []
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                """),
        Explanation(
            .lossPlace, "a loss is not the last layer",
            """
            A loss ends a network: its output is a number for each picture, of which nothing can be made. A network without \
            one gets a softmax cross entropy when it is trained.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}, softmax-cross-entropy, relu]
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}, relu, softmax-cross-entropy]
                """),
        Explanation(
            .auxiliaryPlace, "an auxiliary classifier stands where it can help no layer to learn",
            """
            An auxiliary classifier branches off a layer in the middle of the network, so that the layers before it learn from its \
            loss too. At the network's input none is before it, at the end it would do what the network's own loss does, and in \
            another one it would be an auxiliary of an auxiliary.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3}
                  - linear: {outputs: 10}
                  - auxiliary: {name: early, weight: 0.3, network: [{linear: {outputs: 10}}]}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3}
                  - auxiliary: {name: early, weight: 0.3, network: [{linear: {outputs: 10}}]}
                  - linear: {outputs: 10}
                """),
        Explanation(
            .doubleSoftmax, "a network that is trained ends in probabilities",
            """
            The loss takes the softmax of the scores itself, which keeps small probabilities exact. Behind a softmax of the \
            network's own it would be taken twice, and the network would hardly learn.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 10
                network: [{linear: {outputs: 10}}, softmax]
                train: {epochs: 5, optimizer: {sgd: {rate: 0.1, momentum: 0.9}}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 10
                network: [{linear: {outputs: 10}}]
                train: {epochs: 5, optimizer: {sgd: {rate: 0.1, momentum: 0.9}}}
                """),
        Explanation(
            .classes, "the network does not end in a score for each class",
            "`classes`, or else the data, says how many classes there are; the last layer must give as many numbers.",
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 10
                network: [{linear: {outputs: 100}}]
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                classes: 10
                network: [{linear: {outputs: "${classes}"}}]
                """),
        Explanation(
            .assertion, "the network is not what `assert` says",
            """
            `assert` holds totals and shapes that the author knows, from a paper perhaps, so that a change which alters them \
            is noticed. Correct the network; or the assertion, if the change was meant.
            """,
            wrong: """
                netspec: 1
                input: {channels: 1, height: 28, width: 28}
                network: [{linear: {name: scores, outputs: 10}}]
                assert: {parameters: 7840, scores: [10]}
                """,
            right: """
                netspec: 1
                input: {channels: 1, height: 28, width: 28}
                network: [{linear: {name: scores, outputs: 10}}]
                assert: {parameters: 7850, scores: [10]}
                """),
        Explanation(
            .singleValue, "batch normalisation has one value of each channel to learn from",
            """
            In training each channel is normalised by the mean and the variance of the batch. Of one value, a batch of one \
            picture behind a global pool, the mean is the value itself: the output is the layer's shift whatever arrives, and \
            no gradient reaches what stands before it. With `partial-batch: keep` the last batch of an epoch may be such a one, and \
            with `sizes` the pictures of a phase may be so small.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [global-average-pool, batch-norm, {linear: {outputs: 10}}]
                train: {epochs: 5, batch: 1, optimizer: {sgd: {rate: 0.001}}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [global-average-pool, batch-norm, {linear: {outputs: 10}}]
                train: {epochs: 5, batch: 16, optimizer: {sgd: {rate: 0.001}}}
                """),
    ]
}
