import TestSupport
import Testing

struct SummaryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    /// What `--set` changes, assertions may not foresee: who looks sees it, with a warning; `validate` holds to them.
    @Test func changedNetworksAreShownBesideTheirAssertions() throws {
        let spec = "netspec: 1\ninput: {channels: 3, height: 8, width: 8}\nnetwork: [{linear: {outputs: 2}}]\n"
        _ = try folder.write(spec + "assert: {parameters: 386}\n", to: "held.yaml")
        let changes = ["held.yaml", "--set", "network.linear.outputs=3"]
        let summary = try Program.netspec.run(["summary"] + changes, in: folder)
        #expect(summary.status == 0 && summary.messages.contains("warning[assertion]"))
        #expect(try Program.netspec.run(["diff"] + changes, in: folder).status == 0)
        #expect(try Program.netspec.run(["summary", "--strict"] + changes, in: folder).status == 1)
        #expect(try Program.netspec.run(["validate"] + changes, in: folder).status == 1)
    }

    /// So it is where a spec changes the one that it extends; an assertion of its own, or of a spec that nothing changes, must hold.
    @Test func changedBasesAreShownBesideTheirAssertions() throws {
        let spec = "netspec: 1\ninput: {channels: 3, height: 8, width: 8}\nnetwork: [{linear: {outputs: 2}}]\n"
        _ = try folder.write(spec + "assert: {parameters: 386, linear: [2]}\n", to: "base.yaml")
        // 3·8·8 weights and a bias for each of 3 outputs.
        let changes = "netspec: 1\nextends: base.yaml\nchanges: {network.linear.outputs: 3"
        _ = try folder.write(changes + "}\n", to: "changed.yaml")
        let summary = try Program.netspec.run(["summary", "changed.yaml", "--format", "json"], in: folder)
        #expect(summary.status == 0, "\(summary.messages)")
        #expect(summary.messages.contains("warning[assertion]") && summary.messages.contains("base.yaml:4:22"))
        #expect((try summary.object()["totals"] as? [String: Any])?["parameters"] as? Int == 579)
        let both = try Program.netspec.run(["summary", "base.yaml", "changed.yaml", "--format", "csv"], in: folder)
        #expect(both.status == 0 && both.output.contains("579"), "\(both.output)\(both.messages)")
        let diff = try Program.netspec.run(["diff", "base.yaml", "changed.yaml"], in: folder)
        #expect(diff.status == 0 && diff.output.contains("2 → 3"), "\(diff.output)")
        #expect(diff.messages.ranges(of: "warning[assertion]").count == 2, "\(diff.messages)")
        #expect(try Program.netspec.run(["summary", "--strict", "changed.yaml"], in: folder).status == 1)
        #expect(try Program.netspec.run(["validate", "changed.yaml"], in: folder).status == 1)
        _ = try folder.write(changes + ", assert.parameters: 580}\n", to: "own.yaml")
        try Program.netspec.run(["summary", "own.yaml"], in: folder).expectRefusal(1, "own.yaml:3:", "error[assertion]")
        _ = try folder.write(spec + "assert: {parameters: 387}\n", to: "wrong.yaml")
        try Program.netspec.run(["summary", "wrong.yaml"], in: folder).expectRefusal(1, "error[assertion]")
        try Program.netspec.run(["diff", "base.yaml", "wrong.yaml"], in: folder).expectRefusal(1, "error[assertion]")
    }

    @Test func asJSON() throws {
        let outcome = try Program.netspec.run(["summary", "tiny.yaml", "--format", "json"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        let summary = try outcome.object()
        #expect(
            summary.keys.sorted() == ["batch", "counted", "layers", "memory", "modules", "name", "totals"])
        #expect(summary["name"] as? String == "tiny")
        #expect(summary["batch"] as? Int == 1)
        let activations = 4 * 8 * 8 + 4 * 8 * 8 + 4 + 10
        #expect(
            summary["totals"] as? [String: Int] == [
                "parameters": TinySpec.parameters, "buffers": 0, "multiplyAdds": TinySpec.multiplyAdds,
                "flops": 2 * TinySpec.multiplyAdds, "operations": 2 * TinySpec.multiplyAdds,
                "activationElements": activations,
            ])
        let layers = try #require(summary["layers"] as? [[String: Any]])
        #expect(layers.map { $0["path"] as? String } == ["conv", "relu", "pool", "scores"])
        #expect(layers.map { $0["type"] as? String } == ["convolution", "relu", "global-average-pool", "linear"])
        #expect(layers.map { $0["parameters"] as? Int } == [112, 0, 0, 50])
        #expect(
            layers.map { $0["inputShapes"] as? [[Int]] } == [[[3, 32, 32]], [[4, 8, 8]], [[4, 8, 8]], [[4, 1, 1]]])
        #expect(layers.map { $0["outputShape"] as? [Int] } == [[4, 8, 8], [4, 8, 8], [4, 1, 1], [10]])
        for layer in layers {
            #expect(
                layer.keys.sorted() == [
                    "activationElements", "buffers", "flops", "inputShapes", "multiplyAdds", "operations",
                    "outputShape", "parameters", "path", "receptiveField", "share", "type",
                ])
        }
    }

    @Test func asATableThatNamesItsConvention() throws {
        let outcome = try Program.netspec.run(["summary", "tiny.yaml"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for words in [
            "tiny: input [3, 32, 32]", "without biases; FLOPs are twice that", "buffers are running statistics",
            "conv convolution [4, 8, 8] 112 0 6,912 99.4 % 3 /4", "parameters 162", "multiply-adds 6,952",
            "FLOPs 13,904",
        ] { #expect(text.contains(words), "\(text)") }
    }

    @Test func ofTheChangedSpec() throws {
        let outcome = try Program.netspec.run(
            ["summary", "tiny.yaml", "--format", "json", "--set", "network.conv.filters=8"], in: folder)
        let totals = try outcome.object()["totals"] as? [String: Int]
        #expect(totals?["parameters"] == 27 * 8 + 8 + 8 * 10 + 10)
    }

    private func table(_ arguments: String..., spec: String = "tiny.yaml") throws -> String {
        let outcome = try Program.netspec.run(["summary", spec] + arguments, in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
        return outcome.output
    }

    /// Two uses of a module of a convolution without bias and a batch norm.
    private func writePairs() throws {
        try folder.write(
            """
            netspec: 1
            input: {channels: 3, height: 8, width: 8}
            modules:
              pair:
                parameters: {filters: integer, kernel: {type: size, default: 1}}
                network:
                  - convolution: {name: conv, filters: "${filters}", kernel: "${kernel}", bias: false}
                  - batch-norm
            network:
              - pair: {name: a, filters: 4}
              - pair: {name: b, filters: 5, kernel: [3, 1]}
              - linear: {name: scores, outputs: 10}

            """, to: "pairs.yaml")
    }

    @Test func depthOpensModules() throws {
        try writePairs()
        func paths(_ arguments: [String]) throws -> [Substring] {
            try Program.netspec.run(["summary", "pairs.yaml", "--format", "csv"] + arguments, in: folder).output
                .split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").first }
        }
        #expect(try paths(["--depth", "0"]) == [])
        #expect(try paths([]) == ["a", "b", "scores"])
        #expect(
            try paths(["--depth", "2"]) == ["a", "a/conv", "a/batch-norm", "b", "b/conv", "b/batch-norm", "scores"])
        #expect(try paths(["--flat"]) == ["a/conv", "a/batch-norm", "b/conv", "b/batch-norm", "scores"])
        let table = try table("--depth", "2", spec: "pairs.yaml")
        #expect(table.contains("\na    "))
        #expect(table.contains("\n  conv "))
    }

    @Test func textIsAnotherNameOfTable() throws {
        #expect(try table("--format", "text") == table("--format", "table"))
    }

    @Test func asCSV() throws {
        #expect(
            try table("--format", "csv") == """
                path,depth,type,output,parameters,buffers,multiply_adds,operations,activations,field_height,field_width,\
                field_stride_height,field_stride_width
                conv,0,convolution,4x8x8,112,0,6912,13824,256,3,3,4,4
                relu,0,relu,4x8x8,0,0,0,0,256,3,3,4,4
                pool,0,global-average-pool,4x1x1,0,0,0,0,4,31,31,,
                scores,0,linear,10,50,0,40,80,10,31,31,,

                """)
    }

    @Test func asMarkdown() throws {
        let text = try table("--format", "markdown")
        #expect(text.hasPrefix("### tiny\n\nInput [3, 32, 32], one picture."))
        #expect(text.contains("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |\n"))
        #expect(text.contains("| conv | convolution | [4, 8, 8] | 112 | 0 | 6,912 | 99.4 % | 3 /4 |\n"))
        #expect(text.contains("| weights | 648 B |\n"))
    }

    @Test func countedOperationsHaveAColumnAndAConvention() throws {
        // 2·6,952, 4·64 + 10 biases, 256 comparisons of the ReLU, 256 numbers under the mean.
        let text = try table("--count", "biases,activations", "--count", "pooling")
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("conv convolution [4, 8, 8] 112 0 6,912 14,080"))
        #expect(words.contains("operations \(14_682 / 1000),\(14_682 % 1000) activations"), "\(words)")
        #expect(words.contains("Operations are 2 for each multiply-add, 1 for each number that a bias is added to,"))
        #expect(!words.contains("batch norm"))
    }

    @Test func trainingMemoryInBytes() throws {
        // Kept for one picture: the picture, the ReLU's output, the mean, the scores; two gradients of the ReLU at once.
        let kept = 4 * 32 * (3 * 1024 + 256 + 4 + 10)
        let outcome = try Program.netspec.run(
            ["summary", "tiny.yaml", "--phase", "training", "--format", "json"], in: folder)
        let memory = try #require(outcome.object()["memory"] as? [String: Any])
        #expect(memory["phase"] as? String == "training")
        var numbers = memory
        numbers["phase"] = nil
        let weights = 4 * TinySpec.parameters
        let gradients = 4 * 32 * (256 + 256)
        #expect(
            numbers as? [String: Int] == [
                "batch": 32, "bytesPerNumber": 4, "weights": weights, "buffers": 0, "gradients": weights,
                "optimizerState": weights, "average": 0, "activations": kept, "activationGradients": gradients,
                "total": 3 * weights + kept + gradients,
            ])
    }

    @Test func memoryOfSumsAndAverages() throws {
        let outcome = try Program.netspec.run(
            [
                "summary", "tiny.yaml", "--phase", "training", "--format", "json", "--set", "train.accumulate=2",
                "--set",
                "train.average={decay: 0.9}",
            ], in: folder)
        let memory = try #require(outcome.object()["memory"] as? [String: Any])
        #expect(memory["gradients"] as? Int == 2 * 4 * TinySpec.parameters)
        #expect(memory["average"] as? Int == 4 * TinySpec.parameters)
    }

    @Test func parametersOfModulesAsATable() throws {
        try writePairs()
        let text = try table("--parameters", spec: "pairs.yaml")
        #expect(
            text == """
                pair, used 2 times:

                use  filters  kernel  output     parameters  multiply-adds
                ──────────────────────────────────────────────────────────
                a          4       1  [4, 8, 8]          20            768
                b          5  [3, 1]  [5, 6, 8]          70          2,880

                """)
        #expect(
            try table("--parameters", "--format", "csv", spec: "pairs.yaml") == """
                module,path,filters,kernel,output,parameters,multiply_adds
                pair,a,4,1,"[4, 8, 8]",20,768
                pair,b,5,"[3, 1]","[5, 6, 8]",70,2880

                """)
        #expect(try table("--parameters") == "no module is used more than once\n")
        let modules =
            try Program.netspec.run(["summary", "pairs.yaml", "--format", "json"], in: folder).object()["modules"]
            as? [[String: Any]]
        #expect(modules?.map { $0["type"] as? String } == ["pair", "pair"])
        #expect(
            modules?.last?["arguments"] as? [[String: String]] == [
                ["name": "filters", "value": "5"], ["name": "kernel", "value": "[3, 1]"],
            ])
    }

    /// By hand: the decay is 0.01, left out of biases, and a quarter of it for the weights of `scores`.
    @Test func whatTrainingGivesToEachParameter() throws {
        let rules =
            "rules=[{match: 'scores.*', rate: 4}, {match: scores.weight, decay: 0.25}, {match: conv.bias, freeze: true}]"
        let settings = [
            "--set", "train.\(rules)", "--set", "train.decay=weights-only", "--set",
            "train.optimizer.sgd.weight-decay=0.01",
        ]
        let csv = try Program.netspec.run(
            ["summary", "tiny.yaml", "--training", "--format", "csv"] + settings, in: folder)
        csv.expectSuccess()
        #expect(
            csv.output == """
                path,shape,numbers,group,rate,decay
                conv.weight,"[4, 3, 3, 3]",108,1,1,0.01
                conv.bias,[4],4,,0,0
                scores.weight,"[10, 4]",40,2,4,0.0025
                scores.bias,[10],10,3,4,0

                """)
        let object = try Program.netspec.run(
            ["summary", "tiny.yaml", "--training", "--format", "json"] + settings, in: folder
        ).object()
        #expect(object["rate"] as? Double == 0.05)
        let parameters = try #require(object["parameters"] as? [[String: Any]])
        #expect(
            parameters.map { $0["path"] as? String } == ["conv.weight", "conv.bias", "scores.weight", "scores.bias"])
        #expect(parameters.map { $0["frozen"] as? Bool } == [false, true, false, false])
        #expect(parameters.map { $0["rateFactor"] as? Double } == [1, 0, 4, 4])
        #expect(parameters.map { $0["weightDecay"] as? Double } == [0.01, 0, 0.0025, 0])
        let text = try Program.netspec.run(["summary", "tiny.yaml", "--training"] + settings, in: folder).output
        #expect(text.contains("frozen") && text.contains("×4"), "\(text)")
        #expect(text.hasPrefix("tiny: rates are times the schedule's, which is at most 0.05\n"), "\(text)")
    }

    @Test func ratesAreTimesTheSchedulesHighest() throws {
        let arguments = ["summary", "tiny.yaml", "--training", "--set", "train.schedule={one-cycle: {peak: 0.4}}"]
        let text = try Program.netspec.run(arguments, in: folder).output
        #expect(text.hasPrefix("tiny: rates are times the schedule's, which is at most 0.4\n"), "\(text)")
        #expect(
            try Program.netspec.run(arguments + ["--format", "json"], in: folder).object()["rate"] as? Double == 0.4)
    }
}
