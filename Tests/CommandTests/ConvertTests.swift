import Foundation
import TestSupport
import Testing

/// Caffe's notation on the command line, and `netspec convert`.
struct ConvertTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            name: "tiny"
            layer { name: "data" type: "Data" top: "data" top: "label" data_param { source: "mnist_train" batch_size: 100 } }
            layer { name: "conv" type: "Convolution" bottom: "data" top: "conv"
              convolution_param { num_output: 4 kernel_size: 4 stride: 2 weight_filler { type: "xavier" } } }
            layer { name: "relu" type: "ReLU" bottom: "conv" top: "conv" }
            layer { name: "ip" type: "InnerProduct" bottom: "conv" top: "ip"
              inner_product_param { num_output: 10 weight_filler { type: "xavier" } } }
            layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" top: "loss" }
            """, to: "nets/tiny.prototxt")
        try folder.write(
            """
            net: "nets/tiny.prototxt"
            base_lr: 0.01 lr_policy: "step" gamma: 0.1 stepsize: 600 momentum: 0.9 max_iter: 1200
            test_interval: 600 test_iter: 100
            """, to: "nets/solver.prototxt")
    }

    @Test func everyCommandReadsCaffesNotation() throws {
        let summary = try Program.netspec.run(["summary", "nets/tiny.prototxt", "--format", "json"], in: folder)
        summary.expectSuccess()
        let totals = try #require(try summary.object()["totals"] as? [String: Any])
        // (16 + 1) · 4, and (4 · 13 · 13 + 1) · 10.
        #expect(totals["parameters"] as? Int == 68 + 6770)
        #expect(totals["multiplyAdds"] as? Int == 169 * 4 * 16 + 6760)
        let rate = try Program.netspec.run(["rate", "nets/solver.prototxt", "--format", "csv"], in: folder)
        rate.expectSuccess()
        #expect(rate.output.split(separator: "\n").count == 1201)
        for command in ["plan", "graph", "expand"] {
            try Program.netspec.run([command, "nets/solver.prototxt"], in: folder).expectSuccess()
        }
    }

    @Test func mistakesShowTheirPlaceInTheFile() throws {
        try folder.write(
            try folder.text("nets/tiny.prototxt").replacing("kernel_size: 4", with: "kernel_size: 50"),
            to: "nets/tiny.prototxt")
        let outcome = try Program.netspec.run(["validate", "nets/solver.prototxt"], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.messages.contains("--> nets/tiny.prototxt:4:50"), "\(outcome.messages)")
        #expect(outcome.messages.contains("a kernel of 50 must fit into the padded height"), "\(outcome.messages)")
    }

    @Test func whatIsConvertedMeansTheSame() throws {
        let yaml = try Program.netspec.run(["convert", "nets/solver.prototxt", "--to", "yaml"], in: folder)
        yaml.expectSuccess()
        try folder.write(yaml.output, to: "back.yaml")
        try Program.netspec.run(["validate", "back.yaml", "--strict"], in: folder).expectSuccess()
        let prototxt = try Program.netspec.run(["convert", "back.yaml", "--to", "prototxt"], in: folder)
        prototxt.expectSuccess()
        try folder.write(prototxt.output, to: "back.prototxt")
        let summaries = try ["nets/tiny.prototxt", "back.yaml", "back.prototxt"].map { path in
            try Program.netspec.run(["summary", path, "--flat", "--format", "csv"], in: folder).output
        }
        #expect(Set(summaries).count == 1, "\(summaries)")
        let refused = try Program.netspec.run(["convert", "back.yaml", "--to", "yaml"], in: folder)
        #expect(refused.status == 1 && refused.messages.contains("is YAML already"))
    }

    @Test func whatIsLeftOutIsSaid() throws {
        let yaml = try Program.netspec.run(["convert", "nets/solver.prototxt", "--to", "yaml"], in: folder)
        #expect(!yaml.messages.contains("left out"), "\(yaml.messages)")
        try folder.write(yaml.output, to: "back.yaml")
        let prototxt = try Program.netspec.run(["convert", "back.yaml", "--to", "prototxt"], in: folder)
        #expect(prototxt.status == 0 && prototxt.messages.contains("`train` is left out"), "\(prototxt.messages)")
        let strict = try Program.netspec.run(["convert", "back.yaml", "--to", "prototxt", "--strict"], in: folder)
        #expect(strict.status == 1 && strict.output.isEmpty)
        let net = try Program.netspec.run(["convert", "nets/tiny.prototxt", "--to", "yaml"], in: folder)
        #expect(net.status == 0 && net.messages.contains("`batch_size: 100` is left out"), "\(net.messages)")
    }

    @Test func whatCaffeCannotSayIsToldWhereItIsWritten() throws {
        try folder.write(
            """
            netspec: 1
            input: {channels: 4, height: 8, width: 8}
            network:
              - gelu
              - upsample: {scale: 2}
            """, to: "net.yaml")
        let outcome = try Program.netspec.run(["convert", "net.yaml", "--to", "prototxt"], in: folder)
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.messages.contains("--> net.yaml:4:5") && outcome.messages.contains("--> net.yaml:5:5"))
    }

    @Test func remediesAreMadeInCaffesFilesToo() throws {
        let right = try folder.text("nets/tiny.prototxt")
        try folder.write(
            right.replacing("num_output: 4", with: "num_ouptut: 4").replacing("\"ReLU\"", with: "\"RelU\"").replacing(
                "\"loss\" type: \"SoftmaxWithLoss\"", with: "\"loss\" type: SoftmaxWithLoss"), to: "nets/tiny.prototxt")
        let fixed = try Program.netspec.run(["validate", "--fix", "nets/tiny.prototxt"], in: folder)
        #expect(fixed.messages.contains("`num_ouptut` is now `num_output`"), "\(fixed.messages)")
        #expect(try folder.text("nets/tiny.prototxt") == right)
    }
}
