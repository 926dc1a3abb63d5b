import Diagnostics

extension Explanation {
    /// Of the items of a `network` list: their form, their names, and where their inputs come from.
    static let ofSteps: [Explanation] = [
        Explanation(
            .stepForm, "an item has not the form of a step",
            """
            A step is a name, or a mapping of one name to its fields. The same holds for an optimiser, a schedule, a data \
            source or an augmentation. Where the fields are not indented below the name, they stand beside it.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution:
                    filters: 8
                    kernel: 3
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution:
                      filters: 8
                      kernel: 3
                """),
        Explanation(
            .unknownLayer, "there is no layer or module of this name",
            """
            A step names a layer that the program has, or a module of the spec or of an included library. A module that is \
            not found may be in a library that `include` does not list.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolutoin: {filters: 8, kernel: 3}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3}
                """),
        Explanation(
            .branchForm, "a branch is not a list of steps",
            """
            `concat` and `add` have branches as their fields, whatever their names: lists of steps that begin at the join's \
            input. `[]` passes the input on.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - concat: {left: relu, right: [{convolution: {filters: 8, kernel: 1}}]}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - concat: {left: [relu], right: [{convolution: {filters: 8, kernel: 1}}]}
                """),
        Explanation(
            .inputCount, "a layer has too many or too few inputs",
            """
            `concat` and `add` join two inputs or more: branches, or the layers that `from` lists. Every other layer, and \
            every module, takes one.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {name: left, filters: 8, kernel: 1}
                  - convolution: {name: right, from: input, filters: 8, kernel: 1}
                  - relu: {from: [left, right]}
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
            .unknownSource, "`from` names nothing that stands before",
            """
            `from` takes the name of an earlier step of the same network or module, a path into an earlier module such as \
            `inception_3a/1x1`, or `input`. A step cannot read one that comes later, for then the network would have a cycle.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {name: stem, filters: 3, kernel: 1}
                  - add: {from: [stme, input]}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {name: stem, filters: 3, kernel: 1}
                  - add: {from: [stem, input]}
                """),
        Explanation(
            .sharedWeights, "a layer cannot have the parameters of that one",
            """
            `weights-from` gives a layer the parameters of an earlier layer in place of its own, so both must be of one type, and the \
            parameters of one shape: as many channels arrive, and as many filters of the same size are there. Other fields may differ. \
            Where it names a layer that has them from elsewhere, name that one.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {name: first, filters: 8, kernel: 3}
                  - convolution: {name: second, filters: 8, kernel: 3, weights-from: first}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {filters: 8, kernel: 3}
                  - convolution: {name: first, filters: 8, kernel: 3}
                  - convolution: {name: second, filters: 8, kernel: 3, weights-from: first}
                """),
        Explanation(
            .duplicateName, "two steps have one name",
            """
            Names are for `from`, for the rows of a summary and for weights in checkpoints, so a name stands for one step of \
            its network or module. Branches share the names of what is around them.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {name: conv, filters: 8, kernel: 3}
                  - convolution: {name: conv, filters: 8, kernel: 3}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {name: conv1, filters: 8, kernel: 3}
                  - convolution: {name: conv2, filters: 8, kernel: 3}
                """),
        Explanation(
            .invalidName, "a text cannot be a name",
            """
            Names of steps, modules and parameters are made of letters, digits, `_` and `-`. `input` is taken; a parameter's \
            name is also no number and no operator, for expressions use it.
            """,
            wrong: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {name: first layer, filters: 8, kernel: 3}
                """,
            right: """
                netspec: 1
                input: {channels: 3, height: 32, width: 32}
                network:
                  - convolution: {name: first_layer, filters: 8, kernel: 3}
                """),
    ]
}
