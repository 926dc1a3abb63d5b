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
            .constantCondition, "a condition of a step comes to the same whatever values there are",
            """
            A condition that names nothing, or that compares a parameter with a word that it cannot be, is always true or never: \
            most often a name stands in quotes, or a word is misspelt. For a switch write `when: false`, which `--set` changes. \
            `lint: {constant-condition: off}` at the top of the spec silences the lint.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block:
                    parameters: {act: {type: text, one-of: [relu, none]}}
                    network:
                      - convolution: {filters: 8, kernel: 1}
                      - relu: {when: "${act == 'rleu'}"}
                network:
                  - block: {act: relu}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                modules:
                  block:
                    parameters: {act: {type: text, one-of: [relu, none]}}
                    network:
                      - convolution: {filters: 8, kernel: 1}
                      - relu: {when: "${act == 'relu'}"}
                network:
                  - block: {act: relu}
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
