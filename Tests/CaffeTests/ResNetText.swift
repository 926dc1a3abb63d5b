/// ResNet-50 for ImageNet in the form of its authors' deploy file (github.com/KaimingHe/deep-residual-networks): names of blocks
/// in the names of their layers, `res2a_branch2a` and `bn2a_branch2a`, and layers that change their input in place.
let resNet50Text: String = {
    var text =
        "name: \"ResNet-50\"\ninput: \"data\"\ninput_dim: 1\ninput_dim: 3\ninput_dim: 224\ninput_dim: 224\n"
    func layer(_ name: String, _ type: String, _ bottoms: [String], _ top: String, _ fields: String = "") {
        let inputs = bottoms.map { "bottom: \"\($0)\" " }.joined()
        text += "layer { \(inputs)top: \"\(top)\" name: \"\(name)\" type: \"\(type)\" \(fields) }\n"
    }
    func relu(_ blob: String) { layer("\(blob)_relu", "ReLU", [blob], blob) }
    func unit(_ name: String, _ bottom: String, _ block: String, _ fields: String) {
        layer(name, "Convolution", [bottom], name, "convolution_param { \(fields) }")
        layer("bn\(block)", "BatchNorm", [name], name, "batch_norm_param { use_global_stats: true }")
        layer("scale\(block)", "Scale", [name], name, "scale_param { bias_term: true }")
    }
    func branch(_ block: String, _ branch: String, _ bottom: String, _ filters: Int, _ kernel: Int, _ stride: Int) {
        unit(
            "res\(block)_branch\(branch)", bottom, "\(block)_branch\(branch)",
            "num_output: \(filters) kernel_size: \(kernel) pad: \(kernel / 2) stride: \(stride) bias_term: false")
    }
    unit("conv1", "data", "_conv1", "num_output: 64 kernel_size: 7 pad: 3 stride: 2")
    relu("conv1")
    layer("pool1", "Pooling", ["conv1"], "pool1", "pooling_param { kernel_size: 3 stride: 2 pool: MAX }")
    var last = "pool1"
    for (stage, count) in [3, 4, 6, 3].enumerated() {
        let width = 64 << stage
        for number in 0..<count {
            let block = "\(stage + 2)\(Array("abcdef")[number])"
            let stride = number == 0 && stage > 0 ? 2 : 1
            if number == 0 { branch(block, "1", last, 4 * width, 1, stride) }
            branch(block, "2a", last, width, 1, stride)
            relu("res\(block)_branch2a")
            branch(block, "2b", "res\(block)_branch2a", width, 3, 1)
            relu("res\(block)_branch2b")
            branch(block, "2c", "res\(block)_branch2b", 4 * width, 1, 1)
            let shortcut = number == 0 ? "res\(block)_branch1" : last
            layer("res\(block)", "Eltwise", [shortcut, "res\(block)_branch2c"], "res\(block)")
            relu("res\(block)")
            last = "res\(block)"
        }
    }
    layer("pool5", "Pooling", [last], "pool5", "pooling_param { kernel_size: 7 stride: 1 pool: AVE }")
    layer("fc1000", "InnerProduct", ["pool5"], "fc1000", "inner_product_param { num_output: 1000 }")
    layer("prob", "Softmax", ["fc1000"], "prob")
    return text
}()
