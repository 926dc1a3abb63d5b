/// GoogLeNet for ImageNet as Caffe trains it, with its two auxiliary classifiers, in the form of its own file.
let googLeNetText: String = {
    var text = "name: \"GoogLeNet\"\n"
    for (phase, source, batch, mirror) in [("TRAIN", "train", 32, true), ("TEST", "val", 50, false)] {
        text += """
            layer {
              name: "data" type: "Data" top: "data" top: "label"
              include { phase: \(phase) }
              transform_param { mirror: \(mirror) crop_size: 224 mean_value: 104 mean_value: 117 mean_value: 123 }
              data_param { source: "examples/imagenet/ilsvrc12_\(source)_lmdb" batch_size: \(batch) backend: LMDB }
            }

            """
    }
    var last = "data"
    func weighted(_ name: String, _ type: String, _ bottom: String, _ fields: String, bias: Double = 0.2) -> String {
        let parameter = type == "Convolution" ? "convolution_param" : "inner_product_param"
        return """
            layer {
              name: "\(name)" type: "\(type)" bottom: "\(bottom)" top: "\(name)"
              param { lr_mult: 1 decay_mult: 1 }
              param { lr_mult: 2 decay_mult: 0 }
              \(parameter) { \(fields) weight_filler { type: "xavier" } bias_filler { type: "constant" value: \(bias) } }
            }

            """
    }
    func relu(_ name: String, _ blob: String) -> String {
        "layer { name: \"\(name)\" type: \"ReLU\" bottom: \"\(blob)\" top: \"\(blob)\" }\n"
    }
    func convolution(_ folder: String, _ name: String, _ bottom: String, _ fields: String) -> String {
        weighted("\(folder)/\(name)", "Convolution", bottom, fields)
            + relu("\(folder)/relu_\(name)", "\(folder)/\(name)")
    }
    func pool(_ name: String, _ bottom: String, _ fields: String) -> String {
        "layer { name: \"\(name)\" type: \"Pooling\" bottom: \"\(bottom)\" top: \"\(name)\" pooling_param { \(fields) } }\n"
    }
    func norm(_ name: String, _ bottom: String) -> String {
        "layer { name: \"\(name)\" type: \"LRN\" bottom: \"\(bottom)\" top: \"\(name)\" "
            + "lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 } }\n"
    }
    func loss(_ name: String, _ scores: String, _ weight: Double) -> String {
        var text =
            "layer { name: \"\(name)\" type: \"SoftmaxWithLoss\" bottom: \"\(scores)\" bottom: \"label\" top: \"\(name)\" loss_weight: \(weight) }\n"
        for k in [1, 5] {
            text +=
                "layer { name: \"\(name)-top-\(k)\" type: \"Accuracy\" bottom: \"\(scores)\" bottom: \"label\" top: \"\(name)-top-\(k)\" accuracy_param { top_k: \(k) } include { phase: TEST } }\n"
        }
        return text
    }
    func auxiliary(_ name: String, _ bottom: String) -> String {
        pool("\(name)/ave_pool", bottom, "pool: AVE kernel_size: 5 stride: 3")
            + convolution(name, "conv", "\(name)/ave_pool", "num_output: 128 kernel_size: 1")
            + weighted("\(name)/fc", "InnerProduct", "\(name)/conv", "num_output: 1024")
            + relu("\(name)/relu_fc", "\(name)/fc")
            + "layer { name: \"\(name)/drop_fc\" type: \"Dropout\" bottom: \"\(name)/fc\" top: \"\(name)/fc\" dropout_param { dropout_ratio: 0.7 } }\n"
            + weighted("\(name)/classifier", "InnerProduct", "\(name)/fc", "num_output: 1000", bias: 0)
            + loss("\(name)/loss", "\(name)/classifier", 0.3)
    }
    func inception(_ name: String, _ numbers: [Int]) -> String {
        let folder = "inception_\(name)"
        defer { last = "\(folder)/output" }
        return convolution(folder, "1x1", last, "num_output: \(numbers[0]) kernel_size: 1")
            + convolution(folder, "3x3_reduce", last, "num_output: \(numbers[1]) kernel_size: 1")
            + convolution(folder, "3x3", "\(folder)/3x3_reduce", "num_output: \(numbers[2]) pad: 1 kernel_size: 3")
            + convolution(folder, "5x5_reduce", last, "num_output: \(numbers[3]) kernel_size: 1")
            + convolution(folder, "5x5", "\(folder)/5x5_reduce", "num_output: \(numbers[4]) pad: 2 kernel_size: 5")
            + pool("\(folder)/pool", last, "pool: MAX kernel_size: 3 stride: 1 pad: 1")
            + convolution(folder, "pool_proj", "\(folder)/pool", "num_output: \(numbers[5]) kernel_size: 1")
            + "layer { name: \"\(folder)/output\" type: \"Concat\" bottom: \"\(folder)/1x1\" bottom: \"\(folder)/3x3\" "
            + "bottom: \"\(folder)/5x5\" bottom: \"\(folder)/pool_proj\" top: \"\(folder)/output\" }\n"
    }
    text += convolution("conv1", "7x7_s2", "data", "num_output: 64 pad: 3 kernel_size: 7 stride: 2")
    text +=
        pool("pool1/3x3_s2", "conv1/7x7_s2", "pool: MAX kernel_size: 3 stride: 2") + norm("pool1/norm1", "pool1/3x3_s2")
    text += convolution("conv2", "3x3_reduce", "pool1/norm1", "num_output: 64 kernel_size: 1")
    text += convolution("conv2", "3x3", "conv2/3x3_reduce", "num_output: 192 pad: 1 kernel_size: 3")
    text += norm("conv2/norm2", "conv2/3x3") + pool("pool2/3x3_s2", "conv2/norm2", "pool: MAX kernel_size: 3 stride: 2")
    last = "pool2/3x3_s2"
    text += inception("3a", [64, 96, 128, 16, 32, 32]) + inception("3b", [128, 128, 192, 32, 96, 64])
    text += pool("pool3/3x3_s2", last, "pool: MAX kernel_size: 3 stride: 2")
    last = "pool3/3x3_s2"
    text += inception("4a", [192, 96, 208, 16, 48, 64])
    text += auxiliary("loss1", last)
    text += inception("4b", [160, 112, 224, 24, 64, 64]) + inception("4c", [128, 128, 256, 24, 64, 64])
    text += inception("4d", [112, 144, 288, 32, 64, 64])
    text += auxiliary("loss2", last)
    text += inception("4e", [256, 160, 320, 32, 128, 128])
    text += pool("pool4/3x3_s2", last, "pool: MAX kernel_size: 3 stride: 2")
    last = "pool4/3x3_s2"
    text += inception("5a", [256, 160, 320, 32, 128, 128]) + inception("5b", [384, 192, 384, 48, 128, 128])
    text += pool("pool5/7x7_s1", last, "pool: AVE kernel_size: 7 stride: 1")
    text +=
        "layer { name: \"pool5/drop_7x7_s1\" type: \"Dropout\" bottom: \"pool5/7x7_s1\" top: \"pool5/7x7_s1\" dropout_param { dropout_ratio: 0.4 } }\n"
    text += weighted("loss3/classifier", "InnerProduct", "pool5/7x7_s1", "num_output: 1000", bias: 0)
    return text + loss("loss3/loss3", "loss3/classifier", 1)
}()
