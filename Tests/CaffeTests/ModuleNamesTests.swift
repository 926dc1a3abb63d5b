import Networks
import Reports
import SpecCompiler
import TestSupport
import Testing

@Suite("names of modules that a conversion finds")
struct ModuleNamesTests {
    /// The numbers are those of He et al. (CVPR 2016, table 1).
    @Test("ResNet-50 becomes a bottleneck and one with a projection, in the field's words and the file's names")
    func resNet() throws {
        let files = ["net.prototxt": resNet50Text]
        let text = try yaml(files, "net.prototxt")
        let expected = """
            modules:
              projection-bottleneck:
                parameters: {in_planes: integer, filters: integer, width: integer, stride: {type: size, default: 1}}
                expects: {channels: "${in_planes}"}
                network:
                  - add:
                      name: sum
                      shortcut:
                        - convolution: {name: branch1, filters: "${filters}", kernel: 1, stride: "${stride}", bias: false}
                        - batch-norm: {name: bn_branch1, momentum: 0.001}
                      body:
                        - convolution: {name: branch2a, filters: "${width}", kernel: 1, stride: "${stride}", bias: false}
                        - batch-norm: {name: bn_branch2a, momentum: 0.001}
                        - relu: {name: branch2a_relu}
                        - convolution: {name: branch2b, filters: "${width}", kernel: 3, pad: 1, bias: false}
                        - batch-norm: {name: bn_branch2b, momentum: 0.001}
                        - relu: {name: branch2b_relu}
                        - convolution: {name: branch2c, filters: "${filters}", kernel: 1, bias: false}
                        - batch-norm: {name: bn_branch2c, momentum: 0.001}
                  - relu: {name: relu}
              bottleneck:
                parameters: {in_planes: integer, width: integer}
                expects: {channels: "${in_planes}"}
                network:
                  - add:
                      name: sum
                      shortcut: []
                      body:
                        - convolution: {name: branch2a, filters: "${width}", kernel: 1, bias: false}
                        - batch-norm: {name: bn_branch2a, momentum: 0.001}
                        - relu: {name: branch2a_relu}
                        - convolution: {name: branch2b, filters: "${width}", kernel: 3, pad: 1, bias: false}
                        - batch-norm: {name: bn_branch2b, momentum: 0.001}
                        - relu: {name: branch2b_relu}
                        - convolution: {name: branch2c, filters: "${in_planes}", kernel: 1, bias: false}
                        - batch-norm: {name: bn_branch2c, momentum: 0.001}
                  - relu: {name: relu}

            network:
              - convolution: {name: conv1, filters: 64, kernel: 7, stride: 2, pad: 3}
              - batch-norm: {name: bn_conv1, momentum: 0.001}
              - relu: {name: conv1_relu}
              - max-pool: {name: pool1, kernel: 3, stride: 2, round: ceil}
              - projection-bottleneck: {name: res2a, in_planes: 64, filters: 256, width: 64}
              - bottleneck: {name: res2b, in_planes: 256, width: 64}
              - bottleneck: {name: res2c, in_planes: 256, width: 64}
              - projection-bottleneck: {name: res3a, in_planes: 256, filters: 512, width: 128, stride: 2}
              - bottleneck: {name: res3b, in_planes: 512, width: 128}

            """
        #expect(text.contains(expected), "\(text)")
        let (before, after) = (try compiled(files, "net.prototxt"), try compiled(yaml: text))
        try expectSame(before, after)
        // torchvision's count, and the bias of Caffe's first convolution.
        #expect(Summary(after.network).parameters == 25_557_032 + 64)
    }

    @Test("blocks whose layers have no names in common get those of their layers' types")
    func numbered() throws {
        var lines = ["layer { name: \"stem\" type: \"Convolution\" bottom: \"data\" top: \"b0\" \(filters(4, 3)) }"]
        for block in 0..<2 {
            let (first, input) = (10 * block + 1, "b\(10 * block)")
            lines += [
                "layer { name: \"c\(first)\" type: \"Convolution\" bottom: \"\(input)\" top: \"c\(first)\" \(filters(4 * (block + 1), 1)) }",
                "layer { name: \"r\(first)\" type: \"ReLU\" bottom: \"c\(first)\" top: \"c\(first)\" }",
                "layer { name: \"c\(first + 1)\" type: \"Convolution\" bottom: \"c\(first)\" top: \"c\(first + 1)\" \(filters(4, 3)) }",
                "layer { name: \"e\(first)\" type: \"Eltwise\" bottom: \"\(input)\" bottom: \"c\(first + 1)\" top: \"b\(10 * block + 10)\" }",
            ]
        }
        let files = ["net.prototxt": header + lines.joined(separator: "\n")]
        let text = try yaml(files, "net.prototxt")
        for line in [
            "  basic-block:\n    parameters: {width: integer}\n", "          name: sum\n", "          shortcut: []\n",
            "- convolution: {name: conv1, filters: \"${width}\", kernel: 1}", "- relu: {name: relu}\n",
            "- convolution: {name: conv2, filters: 4, kernel: 3, pad: 1}", "- basic-block: {name: e1, width: 4}",
            "- basic-block: {name: e11, width: 8}",
        ] {
            #expect(text.contains(line), "\(line) in \(text)")
        }
        try expectSame(compiled(files, "net.prototxt"), compiled(yaml: text))
    }

    /// A module cannot have the name of a layer, or what it gives could not be used.
    @Test("a module is not called as a layer is", arguments: ["relu", "concat", "repeat", "upsample"])
    func reserved(_ name: String) throws {
        let lines = (1...2).map { number in
            let bottom = number == 1 ? "data" : "c1"
            return
                "layer { name: \"\(name)\(number)/c\" type: \"Convolution\" bottom: \"\(bottom)\" top: \"c\(number)\" \(filters(number, 3)) }\n"
                + "layer { name: \"\(name)\(number)/r\" type: \"ReLU\" bottom: \"c\(number)\" top: \"c\(number)\" }"
        }
        let files = ["net.prototxt": header + lines.joined(separator: "\n")]
        let text = try yaml(files, "net.prototxt")
        #expect(text.contains("  \(name)-block:\n"), "\(text)")
        try expectSame(compiled(files, "net.prototxt"), compiled(yaml: text))
    }

    /// The block of MobileNetV2 (Sandler et al., CVPR 2018, figure 3): as many groups as there are channels.
    @Test("a filter for each channel is one parameter, and names lose the folder that all layers of a block have")
    func depthwise() throws {
        var lines: [String] = []
        var last = "data"
        for (block, width) in [6, 9].enumerated() {
            let folder = "block\(block + 1)"
            var bottom = last
            for (name, fields) in [
                ("expand", "num_output: \(width) kernel_size: 1"),
                ("dwise", "num_output: \(width) group: \(width) kernel_size: 3 pad: 1"),
                ("linear", "num_output: 3 kernel_size: 1"),
            ] {
                let top = "\(folder)_\(name)"
                lines.append(
                    "layer { name: \"\(top)\" type: \"Convolution\" bottom: \"\(bottom)\" top: \"\(top)\" convolution_param { \(fields) } }"
                )
                bottom = top
            }
            lines.append(
                "layer { name: \"\(folder)_join\" type: \"Eltwise\" bottom: \"\(last)\" bottom: \"\(bottom)\" top: \"\(folder)\" }"
            )
            last = folder
        }
        let files = ["net.prototxt": header + lines.joined(separator: "\n")]
        let text = try yaml(files, "net.prototxt")
        for line in [
            "    parameters: {width: integer}\n", "name: join\n", "{name: expand, filters: \"${width}\", kernel: 1}",
            "{name: dwise, filters: \"${width}\", kernel: 3, pad: 1, groups: \"${width}\"}",
            "{name: linear, filters: 3, kernel: 1}", ": {name: block1, width: 6}", ": {name: block2, width: 9}",
        ] {
            #expect(text.contains(line), "\(line) in \(text)")
        }
        try expectSame(compiled(files, "net.prototxt"), compiled(yaml: text))
    }

    private let header = "name: \"n\" input: \"data\" input_dim: [1, 3, 8, 8]\n"

    private func filters(_ count: Int, _ kernel: Int) -> String {
        "convolution_param { num_output: \(count) kernel_size: \(kernel) pad: \(kernel / 2) }"
    }
}
