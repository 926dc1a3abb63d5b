import Diagnostics
import SpecSyntax

extension Explanation {
    /// Of lints: what is allowed and seldom meant. A spec silences one with `lint: {NAME: off}`, and so
    /// does a step whose layers are meant.
    static let ofLints: [Explanation] = [
        Explanation(
            .ambiguousPadding, "a padding means one thing in TensorFlow and another in PyTorch",
            """
            Where a window moves by more than one, TensorFlow's SAME pads as little as makes ceil(input / stride) outputs, and \
            puts the odd row or column after the picture: 0 before and 1 after for a kernel of 3 at a stride of 2. PyTorch's \
            users write (kernel − 1) / 2, which is 1 on both sides. Shapes and counts are the same, and the results are \
            not. Write `same-upper` for the former and `half` for the latter, or the numbers: `{before: 0, after: 1}`.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3, stride: 2, pad: same}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3, stride: 2, pad: half}
                """),
        Explanation(
            .biasBeforeBatchNorm, "a bias stands before a layer that subtracts it again",
            """
            Batch normalisation subtracts each channel's mean, and with it whatever was added to the channel before. The bias \
            is stored, updated and read for nothing. Where a published network has it, silence the lint with \
            `lint: {bias-before-batch-norm: off}`, at the top of the spec or in a step.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3}
                  - batch-norm
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3, bias: false}
                  - batch-norm
                """),
        Explanation(
            .unreadOutput, "nothing reads a layer's output",
            """
            The layer is checked and counted, but has no part in the result: a `from` names another layer than was meant, or \
            is missing. `lint: {unread-output: off}` silences the lint, at the top of the spec or in a step.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {name: left, filters: 8, kernel: 1}
                  - convolution: {name: right, from: input, filters: 8, kernel: 1}
                  - relu
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {name: left, filters: 8, kernel: 1}
                  - convolution: {name: right, from: input, filters: 8, kernel: 1}
                  - add: {from: [left, right]}
                  - relu
                """),
        Explanation(
            .unusedModule, "no step uses a module",
            """
            It may be left over, or a step names another that was not meant. Only modules in the spec's own file are told: a \
            library has modules for many specs. `lint: {unused-module: off}` at the top of the spec silences the lint.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block: {network: [{convolution: {filters: 8, kernel: 1}}, relu]}
                network:
                  - relu
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block: {network: [{convolution: {filters: 8, kernel: 1}}, relu]}
                network:
                  - block
                """),
        Explanation(
            .unusedParameter, "a module does nothing with a parameter",
            """
            Whatever a use gives it, the network is the same. Most often a `${…}` is missing where a number stands. \
            `lint: {unused-parameter: off}` at the top of the spec silences the lint.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block:
                    parameters: {filters: integer}
                    network: [{convolution: {filters: 8, kernel: 1}}]
                network:
                  - block: {filters: 8}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block:
                    parameters: {filters: integer}
                    network: [{convolution: {filters: "${filters}", kernel: 1}}]
                network:
                  - block: {filters: 8}
                """),
        Explanation(
            .unseenInput, "a window never covers part of the picture",
            """
            Where the stride is longer than the kernel, rows and columns lie between two windows; where the last window ends \
            before the border, some lie behind it. What they hold has no effect, unless \
            another convolution reads it, as beside the shortcut of a residual network. Where that is meant, silence the lint there: `max-pool: {kernel: 1, stride: 2, lint: {unseen-input: off}}`.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 15, width: 15}
                network:
                  - max-pool: {kernel: 2}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 15, width: 15}
                network:
                  - max-pool: {kernel: 2, round: ceil}
                """),
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
        Explanation(
            .zeroWeights, "weights all begin at 0",
            """
            With all weights at 0 a layer gives the same whatever arrives, and passes no gradient back, so the layers before \
            it do not learn; its own filters begin alike. Biases may begin at 0. `lint: {zero-weights: off}` silences the \
            lint, in a last layer perhaps.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3, weight-init: {constant: {value: 0}}}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3, weight-init: he}
                """),
    ]
}
