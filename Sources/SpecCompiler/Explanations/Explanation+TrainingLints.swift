import Diagnostics
import SpecSyntax

extension Explanation {
    /// Of lints that look at how a network is trained.
    static let ofTrainingLints: [Explanation] = [
        Explanation(
            .unusualRate, "a learning rate is far from what suits the batch",
            """
            Stochastic gradient descent is usually given a rate of 0.1 for 256 pictures in a step at momentum 0.9, more or \
            less in proportion to the batch (Goyal et al., 2017, arXiv:1706.02677); without momentum ten times that. A rate \
            of more than \(shortest(UnusualRate.most)) times as much, or less than 1/\(shortest(UnusualRate.least)) of it, is \
            rarely meant: the loss grows without bound, or hardly falls. `lint: {unusual-rate: off}` silences the lint.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                train: {epochs: 5, batch: 128, optimizer: {sgd: {rate: 5, momentum: 0.9}}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                train: {epochs: 5, batch: 128, optimizer: {sgd: {rate: 0.05, momentum: 0.9}}}
                """),
        Explanation(
            .unusedRate, "the schedule puts its own rate in the place of the optimiser's",
            """
            `one-cycle` rises to its `peak` and falls again; the optimiser's `rate` counts only where `peak` is left out. Who \
            changes the one and not the other changes nothing. `lint: {unused-rate: off}` silences the lint.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 5, optimizer: {sgd: {rate: 0.05}}, schedule: {one-cycle: {peak: 0.2}}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 5, optimizer: {sgd: {rate: 0.05}}, schedule: one-cycle}
                """),
        Explanation(
            .twoWarmups, "a warm-up stands before a schedule that has one of its own",
            """
            The rate of a step is then the product of two rises, and far lower than either says. `netspec rate` draws it. \
            `lint: {two-warmups: off}` silences the lint.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 5, optimizer: {sgd: {rate: 0.05}}, warmup: 1, schedule: {cosine: {warmup: 1}}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 5, optimizer: {sgd: {rate: 0.05}}, warmup: 1, schedule: cosine}
                """),
        Explanation(
            .chosenByTest, "a training goes by the pictures that it is tested with",
            """
            Early stopping and the schedule `plateau` choose by what is evaluated during the training. Without `validation` that \
            is the test, whose accuracy is then better than that on pictures which were never looked at. \
            `lint: {chosen-by-test: off}` silences the lint.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 5, optimizer: {sgd: {rate: 0.05}}, early-stopping: {patience: 2}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic, validation: 0.1}
                train: {epochs: 5, optimizer: {sgd: {rate: 0.05}}, early-stopping: {patience: 2}}
                """),
        Explanation(
            .unsettledAverage, "an average of the weights ends with much of those that the run begins with",
            """
            The average begins with the weights after its first step, which nothing has trained yet, and forgets them only by \
            and by: after `n` times `decay` to the power of `n` of it is still them. More than a twentieth at the end spoils \
            what is evaluated and saved. `lint: {unsettled-average: off}` silences the lint.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 5, optimizer: {sgd: {rate: 0.05}}, average: {half-life: 5}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 5, optimizer: {sgd: {rate: 0.05}}, average: {half-life: 0.5}}
                """),
        Explanation(
            .unreachedRate, "the learning rate has no room in the run for all that its schedule says",
            """
            A warm-up as long as the run only raises the rate, and a change behind the end never comes. The schedule's lengths \
            are epochs, `500 steps`, or parts of the run, `30 %`; `netspec rate` draws what comes of them. \
            `lint: {unreached-rate: off}` silences the lint.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 2, optimizer: {sgd: {rate: 0.05}}, schedule: {cosine: {warmup: 5}}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 20, optimizer: {sgd: {rate: 0.05}}, schedule: {cosine: {warmup: 5}}}
                """),
        Explanation(
            .unreachedAverage, "an average of the weights begins when the run is over",
            """
            The average begins with the weights at the first step that is a multiple of `every` after `from` epochs. Where \
            that is the run's last step or none of it, what is evaluated and saved is the weights as they are. \
            `lint: {unreached-average: off}` silences the lint.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 5, optimizer: {sgd: {rate: 0.05}}, average: {decay: 0.99, from: 5}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network: [{linear: {outputs: 10}}]
                data: {source: synthetic}
                train: {epochs: 5, optimizer: {sgd: {rate: 0.05}}, average: {decay: 0.99, from: 3}}
                """),
    ]
}
