/// Caffe's reference network for ImageNet in the forms that its models and examples have it, written for these tests.
struct CaffeNetText {
    /// What brings the pictures.
    let data: String
    /// Whether it learns: fillers, multipliers, a loss.
    let isTrained: Bool
    /// What the last layers are called, and how many classes they tell apart.
    let end: (name: String, outputs: Int)
    /// Whether the last layers are convolutions, for pictures of any size.
    var isConvolutional = false

    /// Without pictures that a file brings: a network that is only run.
    static func input(_ size: Int) -> String {
        "input: \"data\" input_shape { dim: 10 dim: 3 dim: \(size) dim: \(size) }\n"
    }

    /// Pictures of both phases from a data layer of a type.
    static func data(_ type: String, _ fields: (_ phase: String) -> String) -> String {
        ["TRAIN", "TEST"].map { phase in
            """
            layer {
              name: "data" type: "\(type)" top: "data" top: "label" include { phase: \(phase) }
              transform_param { mirror: true crop_size: 227 mean_value: 104 mean_value: 117 mean_value: 123 }
              \(fields(phase))
            }

            """
        }.joined()
    }

    var text: String {
        var text = "name: \"CaffeNet\"\n" + data
        text += convolution("conv1", "data", "num_output: 96 kernel_size: 11 stride: 4") + norm(1, "conv1")
        text += convolution("conv2", "norm1", "num_output: 256 pad: 2 kernel_size: 5 group: 2") + norm(2, "conv2")
        text += convolution("conv3", "norm2", "num_output: 384 pad: 1 kernel_size: 3")
        text += convolution("conv4", "conv3", "num_output: 384 pad: 1 kernel_size: 3 group: 2")
        text += convolution("conv5", "conv4", "num_output: 256 pad: 1 kernel_size: 3 group: 2") + pool(5, "conv5")
        text += full("fc6", "pool5", 4096, kernel: 6) + rectified("fc6") + full("fc7", "fc6", 4096) + rectified("fc7")
        text += full(end.name, "fc7", end.outputs, rate: end.outputs == 1000 ? 1 : 10)
        guard isTrained else {
            return text + "layer { name: \"prob\" type: \"Softmax\" bottom: \"\(end.name)\" top: \"prob\" }\n"
        }
        return text + """
            layer { name: "loss" type: "SoftmaxWithLoss" bottom: "\(end.name)" bottom: "label" }
            layer { name: "accuracy" type: "Accuracy" bottom: "\(end.name)" bottom: "label" top: "accuracy" include { phase: TEST } }

            """
    }

    private func weighted(
        _ name: String, _ bottom: String, _ fields: String, rate: Int = 1, isFull: Bool = false
    ) -> String {
        let (type, field) = isFull ? ("InnerProduct", "inner_product_param") : ("Convolution", "convolution_param")
        let fillers =
            isTrained
            ? " weight_filler { type: \"gaussian\" std: 0.01 } bias_filler { type: \"constant\" value: 1 }" : ""
        let rates =
            isTrained
            ? " param { lr_mult: \(rate) decay_mult: 1 } param { lr_mult: \(2 * rate) decay_mult: 0 }" : ""
        return "layer { name: \"\(name)\" type: \"\(type)\" bottom: \"\(bottom)\" top: \"\(name)\"\(rates) "
            + "\(field) { \(fields)\(fillers) } }\n"
    }

    private func relu(_ name: String) -> String {
        "layer { name: \"relu_\(name)\" type: \"ReLU\" bottom: \"\(name)\" top: \"\(name)\" }\n"
    }

    private func convolution(_ name: String, _ bottom: String, _ fields: String) -> String {
        weighted(name, bottom, fields) + relu(name)
    }

    private func full(_ name: String, _ bottom: String, _ outputs: Int, kernel: Int = 1, rate: Int = 1) -> String {
        weighted(
            name, bottom, "num_output: \(outputs)" + (isConvolutional ? " kernel_size: \(kernel)" : ""), rate: rate,
            isFull: !isConvolutional)
    }

    private func rectified(_ name: String) -> String {
        relu(name) + "layer { name: \"drop_\(name)\" type: \"Dropout\" bottom: \"\(name)\" top: \"\(name)\" "
            + "dropout_param { dropout_ratio: 0.5 } }\n"
    }

    private func pool(_ number: Int, _ bottom: String) -> String {
        "layer { name: \"pool\(number)\" type: \"Pooling\" bottom: \"\(bottom)\" top: \"pool\(number)\" "
            + "pooling_param { pool: MAX kernel_size: 3 stride: 2 } }\n"
    }

    private func norm(_ number: Int, _ bottom: String) -> String {
        pool(number, bottom)
            + "layer { name: \"norm\(number)\" type: \"LRN\" bottom: \"pool\(number)\" top: \"norm\(number)\" "
            + "lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 } }\n"
    }
}
