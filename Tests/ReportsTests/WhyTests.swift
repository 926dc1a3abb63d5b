import Diagnostics
import Foundation
import Reports
import SpecCompiler
import SpecSyntax
import Testing

/// What is told of a shape. Places are counted in the texts here.
struct WhyTests {
    private static let text = """
        netspec: 1
        input: {channels: 3, height: 33, width: 20}
        classes: 10
        modules:
          half:
            parameters: {width: integer, depth: {type: integer, default: 4}}
            network:
              - convolution: {name: a, filters: "${width / 2 + depth}", kernel: [3, 5], stride: 2, pad: same}
              - inner: {name: b, filters: "${width * 2}"}
          inner:
            parameters: {filters: integer}
            network:
              - convolution: {name: conv, filters: "${filters}", kernel: 3, dilation: 2}
              - average-pool: {kernel: 3, round: ceil, pad: 1}
        network:
          - half: {name: h, width: "${classes * 4}"}
          - concat: {left: [], right: [relu]}
          - linear: {outputs: "${classes}"}
        """

    private func why(_ path: String, set overrides: [String] = [], width: Int? = nil) throws -> String {
        let explanation = try ShapeExplanation(experiment(Self.text, set: overrides), path: path)
        // The spec lies in a folder whose name differs from run to run.
        let text = ShapeExplanationText(explanation, width: width).render()
        return text.replacing(/[^ ]*\/spec\.yaml/, with: "spec.yaml")
    }

    @Test func everyNumberHasItsFormulaAndItsPlace() throws {
        #expect(
            try why("h/a") == """
                `h/a` (`convolution`) gives [24, 17, 10]
                  written at spec.yaml:8:9
                  in `h`, a use of `half`, at spec.yaml:16:5

                channels  24  = filters
                height    17  = ceil(height / stride) = ceil(33 / 2), with a pad of 1 on both sides
                width     10  = ceil(width / stride) = ceil(20 / 2), with a pad of 1 before and 2 after

                filters      24 = ${width / 2 + depth}  written in the module `half`             spec.yaml:8:41
                  width      40 = ${classes * 4}        argument `width` of `h`                  spec.yaml:16:28
                    classes  10                         `classes` of the spec                    spec.yaml:3:10
                  depth      4                          default of `depth` in the module `half`  spec.yaml:6:66
                stride       2                          written in the module `half`             spec.yaml:8:89
                kernel       [3, 5]                     written in the module `half`             spec.yaml:8:73
                pad          same                       written in the module `half`             spec.yaml:8:97

                what arrives:
                  [3, 33, 20]  `input`  spec.yaml:2:8

                the way from the picture:
                  [3, 33, 20]  `input`  spec.yaml:2:8

                """)
    }

    @Test func valuesAreFollowedThroughModules() throws {
        let text = try why("h/b/conv")
        for line in [
            "height    13  = floor((height + 2·pad − (dilation·(kernel − 1) + 1)) / stride) + 1 "
                + "= floor((17 + 2·0 − (2·(3 − 1) + 1)) / 1) + 1",
            "filters      80 = ${width * 2}    argument `filters` of `h/b`, written in the module `half`  spec.yaml:9:35",
            "stride       1                    default of `convolution`\n",
            "\n  [24, 17, 10]  `h/a`    spec.yaml:8:9  channels = 24; height = ceil(33 / 2); width = ceil(20 / 2)\n",
        ] { #expect(text.contains(line), "\(text)") }
    }

    @Test func leftOutFieldsSayWhatStandsForThem() throws {
        let text = try why("h/b/average-pool")
        #expect(text.contains("\nstride  3     left out: step of the window; the kernel if left out\n"))
        #expect(text.contains("\nround   ceil  written in the module `inner` "))
    }

    @Test func useOfAModuleTellsItsArgumentsAndItsLastLayer() throws {
        let text = try why("h")
        #expect(text.hasPrefix("`h` (module `half`) gives [80, 5, 3], the output of `h/b/average-pool`\n"))
        for words in [
            "\nwidth      40 = ${classes * 4}  written in the spec ",
            "\ndepth      4                    default of `depth` in the module `half` ",
            "\nof `h/b/average-pool`:\nkernel  3 ",
        ] { #expect(text.contains(words), "\(text)") }
    }

    @Test func joinNamesWhatItJoins() throws {
        let text = try why("concat")
        #expect(text.contains("\nchannels  160  = h/b/average-pool + right = 80 + 80\n"))
        #expect(text.contains("\nheight      5  as it arrives\n"))
        #expect(text.contains("\n  [80, 5, 3]  `right`             spec.yaml:17:32\n"))
    }

    @Test func commandLineIsAPlaceToo() throws {
        let text = try why("h/a", set: ["network.h.width=30"])
        #expect(
            text.contains(
                "\n  width  30                         argument `width` of `h`                  --set network.h.width\n"
            ))
        #expect(text.contains("\nchannels  19  = filters\n"))
    }

    @Test func narrowTerminalGetsWordsOnLinesOfTheirOwn() throws {
        let text = try why("h/b/conv", width: 80)
        #expect(
            text.contains(
                "\nkernel       3                    spec.yaml:13:66\n    written in the module `inner`\n"), "\(text)")
    }

    @Test(arguments: [
        ("h/b/con", "write `h/b/conv`"), ("g/a", "`netspec summary SPEC --flat` lists all layers"),
        ("average-pool", "write `h/b/average-pool`"), ("concatenate", "write `concat`"),
        ("", "lists all layers"),
    ]) func unknownPathGetsTheNearest(path: String, help: String) throws {
        let experiment = try experiment(Self.text)
        let error = #expect(throws: UnknownPath.self) { try ShapeExplanation(experiment, path: path) }
        #expect(error?.description == "`\(path)` names no layer and no module of `spec`")
        #expect(error?.help?.contains(help) ?? false, "\(error?.help ?? "")")
    }

    /// Two parameters that take one value are told apart, also where one passes the other's on as its default.
    @Test(arguments: [
        ("i/x", "filters  6  argument `w` of `o`, passed on as `x` of `o/i`"),
        ("i/y", "filters  6  argument `w` of `o`, passed on as `y` of `o/i`"),
        ("i/z", "filters  6  argument `w` of `o`, passed on as `y` of `o/i`, `z` of `o/i`"),
        ("i/t", "filters  12 = ${y * 2}  default of `t` in the module `inner`"),
        ("i/t", "  y      6              argument `w` of `o`, passed on as `y` of `o/i`"),
        ("i/l", "filters  3  argument `l` of `o/i`, written in the module `outer`"),
    ]) func parametersOfOneValueAreToldApart(path: String, line: String) throws {
        let text = """
            netspec: 1
            input: {channels: 3, height: 4, width: 4}
            modules:
              outer:
                parameters: {w: integer}
                network:
                  - inner: {name: i, x: "${w}", y: "${w}", l: 3}
              inner:
                parameters:
                  x: integer
                  y: integer
                  l: integer
                  z: {type: integer, default: "${y}"}
                  t: {type: integer, default: "${y * 2}"}
                network:
                  - convolution: {name: x, filters: "${x}", kernel: 1}
                  - convolution: {name: y, filters: "${y}", kernel: 1}
                  - convolution: {name: z, filters: "${z}", kernel: 1}
                  - convolution: {name: t, filters: "${t}", kernel: 1}
                  - convolution: {name: l, filters: "${l}", kernel: 1}
            network:
              - outer: {name: o, w: 6}
            """
        let told = ShapeExplanationText(try ShapeExplanation(experiment(text), path: "o/" + path), width: nil).render()
        #expect(told.contains("\n" + line), "\(told)")
    }

    /// 17 = (33 − 1) / 2 + 1 at the stride of 2, behind which another convolution has the stride 1.
    @Test func strideInsideAModuleIsOnTheWay() throws {
        let text = """
            netspec: 1
            input: {channels: 3, height: 33, width: 33}
            modules:
              bottleneck:
                network:
                  - convolution: {filters: 4, kernel: 1}
                  - convolution: {filters: 4, kernel: 3, stride: 2, pad: 1}
                  - convolution: {filters: 16, kernel: 1}
                  - relu
            network:
              - bottleneck: {name: b}
              - convolution: {name: last, filters: 2, kernel: 1}
            """
        let told = ShapeExplanationText(try ShapeExplanation(experiment(text), path: "last"), width: nil).render()
        #expect(
            told.contains(
                "  [16, 17, 17]  `b`      spec.yaml:11:5  channels = 16; height, width = floor((33 + 2·1 − 3) / 2) + 1\n"
            ),
            "\(told)")
    }

    /// `why` and `expand` say alike who gives a value.
    @Test func giversAreThoseOfExpand() throws {
        let sources = SourceProvider.memory([
            "base.yaml": """
            netspec: 1
            include: [lib.yaml]
            input: {channels: 3, height: 9, width: 9}
            classes: 4
            network:
              - unit: {name: u, width: 5}
              - linear: {name: last, outputs: 7}
            """,
            "lib.yaml": """
            modules:
              unit:
                parameters: {width: integer, kernel: {type: size, default: 3}}
                network: [{convolution: {name: c, filters: "${width}", kernel: "${kernel}", dilation: 2, stride: 1}}]
            """,
            "spec.yaml": "netspec: 1\nextends: base.yaml\nchanges: {network.last.outputs: \"${classes}\"}\n",
        ])
        let result = try SpecCompiler.compile("spec.yaml", from: sources, overrides: ["network.u.width=6"])
        let experiment = try #require(result.experiment, "\(result.diagnostics.map(\.message))")
        func givers(_ path: String) throws -> [String: String] {
            let json = try JSONEncoder().encode(ShapeExplanationJSON(ShapeExplanation(experiment, path: path)))
            let values = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])["values"]
            let settings = try #require(values as? [[String: Any]])
            return Dictionary(
                uniqueKeysWithValues: settings.map {
                    (
                        $0["name"] as? String ?? "",
                        [$0["origin"], $0["module"], $0["field"]].map { "\($0 ?? "-")" }.joined(separator: " ")
                    )
                })
        }
        #expect(
            try givers("u/c") == [
                "filters": "set - -", "kernel": "module-default - -", "dilation": "library unit -",
                "stride": "library unit -", "pad": "layer-default - -",
            ])
        #expect(try givers("last") == ["outputs": "base - classes"])
        let origins =
            try #require(
                try JSONSerialization.jsonObject(with: Data(ResolvedSpecJSON(experiment.resolved).text().utf8))
                    as? [String: Any]
            )["origins"] as? [[String: Any]]
        let told = Dictionary(
            uniqueKeysWithValues: try #require(origins).map {
                ($0["path"] as? String ?? "", $0["origin"] as? String ?? "")
            })
        #expect(told["network.0.unit.width"] == "set")
        #expect(told["network.0.unit.kernel"] == "module-default")
        #expect(told["modules.unit.network.0.convolution.dilation"] == "library")
        #expect(told["network.1.linear.outputs"] == "spec")
        #expect(told["classes"] == "base")
    }

    /// What a use gives to a module as layers is written where the use is, however many modules pass it on.
    @Test(arguments: [
        ("t_1", "`t_1` (iteration of `repeat`) gives [8, 4, 4], the output of `t_1/o/body/body/u/conv`\n", ""),
        ("t_1/o/body", "`t_1/o/body` (module `inner`) gives [8, 4, 4], the output of", ""),
        ("t_1/o/body/body", "`t_1/o/body/body` (layers given to a module) gives [8, 4, 4]", ""),
        (
            "t_1/o/body/body/u/conv", "`t_1/o/body/body/u/conv` (`convolution`) gives [8, 4, 4]",
            "filters  8  argument `filters` of `t_1/o/body/body/u`  spec.yaml:22:35"
        ),
        (
            "t_1/o/body/body/d", "`t_1/o/body/body/d` (`dropout`)",
            "ratio  0.2  written in the spec  spec.yaml:21:69"
        ),
        ("t_1/o/body/k", "", "filters  3  written in the module `inner`  spec.yaml:15:41"),
        ("side", "`side` (auxiliary classifier) gives [2], the output of `side/linear`\n", ""),
    ]) func givenLayersAreWrittenWhereTheyAreGiven(path: String, heading: String, setting: String) throws {
        let text = """
            netspec: 1
            input: {channels: 3, height: 4, width: 4}
            classes: 2
            modules:
              unit:
                parameters: {filters: integer}
                network: [{convolution: {name: conv, filters: "${filters}", kernel: 1}}]
              outer:
                parameters: {body: layers}
                network:
                  - inner: {name: body, body: "${body}"}
              inner:
                parameters: {body: layers}
                network:
                  - convolution: {name: k, filters: 3, kernel: 1}
                  - ${body}
            network:
              - repeat:
                  name: t
                  times: 1
                  network: [{outer: {name: o, body: [{dropout: {name: d, ratio: 0.2}},
                    {unit: {name: u, filters: 8}}]}}]
              - auxiliary: {name: side, weight: 0.5, network: [{linear: {outputs: 2}}]}
              - linear: {outputs: 2}
            """
        let experiment = try experiment(text)
        let told = ShapeExplanationText(try ShapeExplanation(experiment, path: path), width: nil).render()
            .replacing(/[^ ]*\/spec\.yaml/, with: "spec.yaml")
        #expect(told.hasPrefix(heading), "\(told)")
        #expect(told.contains(setting) || setting.isEmpty, "\(told)")
    }

    /// The channels are those of Szegedy et al., table 1; the places those of the shipped spec.
    @Test func wayThroughGoogLeNet() throws {
        let experiment = try experiment(at: "\(Specs.folder)/googlenet-cifar10.yaml")
        let text = ShapeExplanationText(try ShapeExplanation(experiment, path: "inception_4a/3x3/conv"), width: nil)
            .render().replacing(Specs.folder + "/", with: "")
        for words in [
            "argument `3x3` of `inception_4a`, passed on as `filters` of `inception_4a/3x3`  googlenet-cifar10.yaml:",
            "argument `kernel` of `inception_4a/3x3`, written in the module `inception` ",
            "[256, 32, 32]  `inception_3a` ", "channels = 64 + 128 + 32 + 32\n",
            "[480, 16, 16]  `pool3` ", "height, width = floor((32 + 2·1 − 3) / 2) + 1\n",
            "[96, 16, 16]   `inception_4a/3x3_reduce`  modules/inception-bn.yaml:",
        ] { #expect(text.contains(words), "\(text)") }
    }
}
