import Caffe
import Diagnostics
import Recipes
import SpecCompiler
import SpecModules
import SpecSyntax
import TestSupport
import Testing

@Suite("advice beside Caffe's files")
struct CaffeLintTests {
    @Test("remedies are in Caffe's words, and mark what is written")
    func words() throws {
        let text = """
            input: "data" input_shape { dim: [1, 3, 8, 8] }
            layer { name: "c" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 4 kernel_size: 3 bias_term: true } }
            layer { name: "n" type: "BatchNorm" bottom: "c" top: "n" }
            layer { name: "s" type: "Scale" bottom: "n" top: "s" scale_param { bias_term: true } }
            layer { name: "p" type: "Pooling" bottom: "s" top: "p" pooling_param { kernel_size: 3 stride: 2 round_mode: FLOOR } }
            layer { name: "x" type: "ReLU" bottom: "s" top: "x" }
            layer { name: "l" type: "InnerProduct" bottom: "p" top: "l" inner_product_param { num_output: 2 weight_filler { type: "constant" } } }
            layer { name: "y" type: "ReLU" bottom: "l" top: "y" }
            """
        let found = try SpecCompiler.compile("net.prototxt", from: .memory(["net.prototxt": text])).diagnostics
        MistakeCase(
            text,
            "2:123 bias-before-batch-norm a `bias` should not stand before | write `bias_term: false`, which saves 4",
            "5:25 unseen-input | `round_mode: CEIL`",
            "6:25 unread-output the output of `x` should be read | make its `top` a `bottom` of a later layer",
            "7:119 zero-weights | write a `weight_filler` that is random, such as `weight_filler { type: \"msra\" }`"
        ).check(found)
        // What it says to write is taken.
        #expect(
            try SpecCompiler.compile(
                "n.prototxt",
                from: .memory([
                    "n.prototxt": text.replacing("FLOOR", with: "CEIL").replacing("\"constant\"", with: "\"msra\"")
                ])
            ).diagnostics.count == 2)
    }

    @Test("what stands in the network of a solver is the spec's, and not a library's")
    func origins() throws {
        let files = [
            "solver.prototxt": "net: \"net.prototxt\" base_lr: 0.1 lr_policy: \"fixed\" max_iter: 100",
            "net.prototxt": try caffeFile("lenet_train_test.prototxt").text,
        ]
        let experiment = try compiled(files, "solver.prototxt")
        let kernel = try #require(experiment.parts.expanded.layers[0].fields.first { $0.key == "kernel" }?.value)
        let place = experiment.resolved.origins.place(of: kernel)
        #expect(place.origin == .spec && place.span.file.path == "net.prototxt")
    }
}
