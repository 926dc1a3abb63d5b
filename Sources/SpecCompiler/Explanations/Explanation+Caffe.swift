import Diagnostics

extension Explanation {
    /// Of Caffe's networks and solvers, in `.prototxt` files.
    static let ofCaffe: [Explanation] = [
        Explanation(
            .prototxtSyntax, "the text is not protobuf's text format",
            """
            A `.prototxt` file holds fields, `name: value` or `name { … }`, with comments from `#` to the line's end. Reading \
            ends at the first place that this does not allow: a message that is not closed, a text without its second quote, a \
            name without a value.
            """,
            wrong: net(#"layer { name: "relu" type: "ReLU" bottom: "data" top: "relu""#),
            right: net(#"layer { name: "relu" type: "ReLU" bottom: "data" top: "relu" }"#)),
        Explanation(
            .caffeVersion, "the layers are older than those of 2014",
            """
            Caffe's `layer` and, before it, `layers` with types such as `CONVOLUTION` are read, one form in a file. What was \
            there before these, a layer within `layers`, is not: Caffe's `upgrade_net_proto_text` brings such a file to \
            today's form.
            """,
            wrong: net(#"layers { bottom: "data" top: "relu" layer { name: "relu" type: "relu" } }"#),
            right: net(#"layers { name: "relu" type: RELU bottom: "data" top: "relu" }"#)),
        Explanation(
            .unknownBlob, "a layer reads what no layer makes",
            """
            Each `bottom` is the `top` of a layer before it in the file, or an input of the network. A layer that writes what \
            it reads, with one name for both, stands between those before it and those behind it.
            """,
            wrong: net(#"layer { name: "relu" type: "ReLU" bottom: "conv" top: "relu" }"#),
            right: net(#"layer { name: "relu" type: "ReLU" bottom: "data" top: "relu" }"#)),
        Explanation(
            .caffeBlobs, "a layer has too many inputs or outputs, or too few",
            """
            How many `bottom` and `top` a layer has depends on its type: one of each for most, several `bottom` for `Concat` \
            and `Eltwise`, several `top` for `Slice` and `Split`, scores and then labels for `SoftmaxWithLoss`.
            """,
            wrong: net(#"layer { name: "relu" type: "ReLU" bottom: "data" bottom: "data" top: "relu" }"#),
            right: net(#"layer { name: "relu" type: "ReLU" bottom: "data" top: "relu" }"#)),
        Explanation(
            .caffeInput, "the shape of the pictures is not known",
            """
            A network must know its pictures' channels, height and width. An `Input` layer or `input_shape` says them, a data \
            layer by `crop_size`; for the sets of MNIST and CIFAR-10 the name of the `source` is enough. A database of other \
            pictures is not opened.
            """,
            wrong: Example(
                prototxt: """
                    layer { type: "Data" top: "data" data_param { source: "photos_lmdb" } }
                    layer { name: "relu" type: "ReLU" bottom: "data" top: "relu" }
                    """),
            right: Example(
                prototxt: """
                    layer {
                      type: "Data" top: "data" data_param { source: "photos_lmdb" }
                      transform_param { crop_size: 224 force_color: true }
                    }
                    layer { name: "relu" type: "ReLU" bottom: "data" top: "relu" }
                    """)),
        Explanation(
            .caffeUnsupported, "there is something that Caffe has and netspec has not, or the other way round",
            """
            Networks are read as they are, or not at all: a layer type, a way to begin weights, or a kind of training that \
            netspec does not have is refused, and never left out in silence. So is, where `netspec convert` writes a network \
            for Caffe, what that does not have: a padding that differs from side to side, a layer such as `gelu`.
            """,
            wrong: net(#"layer { name: "prelu" type: "PReLU" bottom: "data" top: "prelu" }"#),
            right: net(#"layer { name: "relu" type: "ReLU" bottom: "data" top: "relu" }"#)),
        Explanation(
            .caffeDifference, "something is a little different from Caffe",
            """
            The network or its training can be run, but not exactly as Caffe runs it: a mean picture becomes the mean of each \
            channel, a number of iterations a number of whole epochs, running statistics begin elsewhere. `netspec convert` \
            says so of what the other notation has no place for. With `--strict` this is an error.
            """,
            wrong: Example(prototxt: trainedNet(#"mean_file: "mean.binaryproto""#)),
            right: Example(prototxt: trainedNet("mean_value: [125, 123, 114]"))),
        Explanation(
            .unreadableNet, "a solver names a network that cannot be read",
            """
            The path of `net` is looked for from the solver's folder, from each folder around it, since Caffe's own files \
            name it from the top folder of Caffe, then from where the program runs, and at last as a file beside the solver.
            """,
            wrong: Example(
                nil,
                besides: [
                    "net.prototxt": solver(of: "lenet.prototxt"), "lenet_train.prototxt": trainedNet(),
                ], command: ["validate", "net.prototxt"]),
            right: Example(
                nil,
                besides: [
                    "net.prototxt": solver(of: "lenet_train.prototxt"), "lenet_train.prototxt": trainedNet(),
                ], command: ["validate", "net.prototxt"])),
    ]

    /// A network of pictures of 3×32×32 with more layers.
    private static func net(_ layers: String) -> Example {
        Example(prototxt: #"input: "data" input_shape { dim: [1, 3, 32, 32] }"# + "\n" + layers)
    }

    private static func solver(of net: String) -> String {
        """
        net: "\(net)"
        base_lr: 0.01 lr_policy: "fixed" momentum: 0.9 max_iter: 1000 test_interval: 500 test_iter: 100
        """
    }

    /// - Parameter transform: what is done to the pictures.
    private static func trainedNet(_ transform: String = "") -> String {
        let data = [("TRAIN", "train"), ("TEST", "test")].map { phase, name in
            """
            layer {
              type: "Data" top: "data" top: "label" include { phase: \(phase) }
              data_param { source: "cifar10_\(name)_lmdb" batch_size: 100 }
              transform_param { \(transform) }
            }

            """
        }
        return data.joined()
            + #"""
            layer {
              type: "InnerProduct" bottom: "data" top: "ip"
              inner_product_param { num_output: 10 weight_filler { type: "xavier" } }
            }
            layer { type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" }
            """#
    }
}

extension Explanation.Example {
    /// A Caffe file alone.
    fileprivate init(prototxt text: String) {
        self.init(nil, besides: ["net.prototxt": text], command: ["validate", "net.prototxt"])
    }
}
