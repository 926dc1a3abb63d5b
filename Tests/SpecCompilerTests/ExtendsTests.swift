import Diagnostics
import Networks
import Recipes
import SpecCompiler
import SpecSyntax
import Tensors
import TestSupport
import Testing

/// `extends`: a spec that is another one with changes.
struct ExtendsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write([
            "nets/base.yaml": """
            netspec: 1
            name: the-base
            include: [parts/block.yaml]
            input: {channels: 3, height: 8, width: 8}
            classes: 10
            network:
              - block: {name: first, filters: 4}
              - block: {name: second, filters: 6}
              - relu: {name: act}
              - linear: {name: scores, outputs: "${classes}"}
            train: {epochs: 3, optimizer: {sgd: {rate: 0.1}}}
            assert: {first: [4, 6, 6]}
            """,
            "nets/parts/block.yaml": """
            modules:
              block:
                parameters: {filters: integer, kernel: {type: size, default: 3}}
                network:
                  - convolution: {name: conv, filters: "${filters}", kernel: "${kernel}"}
            """,
        ])
    }

    private func outline(_ text: String, set overrides: [String] = []) throws -> [String] {
        let path = try folder.write(text, to: "spec.yaml")
        return try experiment(at: path, set: overrides).network.nodes.map { "\($0.path) \($0.outputShape.lengths)" }
    }

    @Test func changesValuesAndKeepsTheRest() throws {
        let path = try folder.write(
            """
            netspec: 1
            extends: nets/base.yaml
            changes:
              network.second.filters: 5
              network.3.outputs: 10
              network.act: {dropout: {name: act}}
              train.batch: 16
              train.optimizer: {sgd: {rate: 0.2, momentum: 0.5}}
            """, to: "mine.yaml")
        let changed = try experiment(at: path)
        #expect(
            changed.network.nodes.map { "\($0.path) \($0.outputShape.lengths)" } == [
                "first/conv [4, 6, 6]", "second/conv [5, 4, 4]", "act [5, 4, 4]", "scores [10]",
            ])
        #expect(changed.network.name == "mine")
        #expect(changed.training?.batch == 16)
        #expect(changed.training?.epochs == 3)
        #expect(changed.training?.optimizer.stateNames == ["velocity"])
    }

    @Test func putsStepsInAndLeavesThemOut() throws {
        let outline = try outline(
            """
            extends: nets/base.yaml
            insert-before: {network.second: [{relu: {name: a}}, relu]}
            insert-after: {network.second: [{relu: {name: b}}], network.scores: [softmax]}
            remove: [assert, network.act, train]
            """)
        #expect(
            outline == [
                "first/conv [4, 6, 6]", "a [4, 6, 6]", "relu [4, 6, 6]", "second/conv [6, 4, 4]", "b [6, 4, 4]",
                "scores [10]", "softmax [10]",
            ])
    }

    @Test func hasLibrariesAndModulesBesideTheBases() throws {
        try folder.write(["more.yaml": "modules: {more: {network: [relu]}}"])
        let outline = try outline(
            """
            extends: nets/base.yaml
            include: [more.yaml]
            modules: {own: {network: [more]}}
            insert-after: {network.first: [own, {block: {name: third, filters: 2, kernel: 1}}]}
            """)
        #expect(outline[1...2] == ["own/more/relu [4, 6, 6]", "third/conv [2, 6, 6]"])
    }

    @Test func ownModuleTakesThePlaceOfTheBasesOwn() throws {
        try folder.write([
            "modular.yaml": """
            netspec: 1
            input: {channels: 1, height: 2, width: 2}
            modules: {unit: {network: [relu]}, pair: {network: [unit, unit]}}
            network: [pair]
            """
        ])
        #expect(
            try outline("extends: modular.yaml\nmodules: {unit: {network: [dropout]}}") == [
                "pair/unit/dropout [1, 2, 2]", "pair/unit_2/dropout [1, 2, 2]",
            ])
    }

    /// Module default, base, spec, `--set`: each above the one before it.
    @Test func precedence() throws {
        try folder.write([
            "middle.yaml": "extends: nets/base.yaml\nchanges: {network.first.kernel: 1}\nremove: [assert]"
        ])
        let spec = "extends: middle.yaml\nchanges: {network.first.kernel: [1, 3], network.second.kernel: 5}"
        func shapes(_ text: String, _ overrides: String...) throws -> [String] {
            try Array(outline(text, set: overrides).prefix(2))
        }
        #expect(try shapes("extends: nets/base.yaml") == ["first/conv [4, 6, 6]", "second/conv [6, 4, 4]"])
        #expect(try shapes("extends: middle.yaml") == ["first/conv [4, 8, 8]", "second/conv [6, 6, 6]"])
        #expect(try shapes(spec) == ["first/conv [4, 8, 6]", "second/conv [6, 4, 2]"])
        #expect(
            try shapes(spec, "network.first.kernel=2", "network.second.kernel=1") == [
                "first/conv [4, 7, 7]", "second/conv [6, 7, 7]",
            ])
    }

    @Test func resolvedSpecStandsAlone() throws {
        let path = try folder.write(
            "extends: nets/base.yaml\nchanges: {network.second.filters: 5}\nremove: [assert]", to: "mine.yaml")
        let changed = try experiment(at: path, set: ["train.epochs=7"])
        let again = try experiment(changed.resolvedText, name: "elsewhere.yaml")
        #expect(again.network.nodes.map(\.outputShape) == changed.network.nodes.map(\.outputShape))
        #expect(again.network.name == "mine")
        #expect(again.training?.epochs == 7)
        #expect(try again.resolvedText == changed.resolvedText)
    }

    @Test(arguments: [
        (
            "extends: nets/base.yaml\nchanges: {train.bach: 3}", "2:17 unknown-key `train` has no field `bach`",
            "write `batch`"
        ),
        (
            "extends: nets/base.yaml\nchanges: {\"network.frist.filters\": 3}", "2:20 override-path `frist` must be",
            "write `first`"
        ),
        (
            "extends: nets/base.yaml\nchanges: {a..b: 3}", "2:11 override-form keys with a dot between two",
            "`train.batch`"
        ),
        (
            "extends: nets/base.yaml\nchanges: {classes.x: 3}", "2:19 override-path `x` cannot be set inside `10`", ""
        ),
        ("extends: nets/base.yaml\nchanges: [a]", "2:10 wrong-type must be a mapping from paths to values", ""),
        (
            "extends: nets/base.yaml\nremove: [asert]", "2:10 override-path `asert` must be a key that is there",
            "write `assert`"
        ),
        ("extends: nets/base.yaml\nremove: [network.frist]", "2:18 override-path `frist`", "write `first`"),
        ("extends: nets/base.yaml\nremove: assert", "2:9 wrong-type `remove` must be a list of paths", ""),
        (
            "extends: nets/base.yaml\ninsert-after: {train.epochs: [relu]}",
            "2:22 override-path beside an item of a list, and `epochs` is a key", "name of a step"
        ),
        (
            "extends: nets/base.yaml\ninsert-after: {network.first: relu}", "2:31 wrong-type must be a list",
            "write `[relu]`"
        ),
        (
            "extends: nets/base.yaml\ntrain: {batch: 3}",
            "2:1 extends-field a spec that extends another changes `train` by its path", "as `train.batch: …`"
        ),
        (
            "extends: nets/base.yaml\nchnages: {train.batch: 3}", "2:1 unknown-key has no field `chnages`",
            "write `changes`"
        ),
        ("extends: nets/bas.yaml", "1:10 extends-missing No such file or directory", "write `nets/base.yaml`"),
        ("extends: nets", "1:10 extends-missing Is a directory", ""),
        ("extends: spec.yaml", "1:10 extends-cycle a spec must not extend itself", "another base"),
        ("extends: [a.yaml]", "1:10 wrong-type `extends` must be the path of a file, found a list", ""),
        ("extends:", "1:1 wrong-type found nothing", ""),
        ("extend: nets/base.yaml", "1:1 unknown-key `spec` has no field `extend`", "write `extends`"),
        ("changes: {train.batch: 3}", "1:1 missing-field `changes` needs the field `extends`", "add `extends: …`"),
    ]) func mistakeIsTold(text: String, expected: String, help: String) throws {
        let path = try folder.write(text, to: "spec.yaml")
        let diagnostics = try SpecCompiler.compile(path).diagnostics
        let found = try #require(diagnostics.first)
        #expect(diagnostics.count == 1, "\(DiagnosticText(colour: false).render(diagnostics))")
        let words = expected.split(separator: " ", maxSplits: 2)
        let place = try #require(found.span)
        #expect("\(place.start.line):\(place.start.column)" == words[0])
        #expect(place.file.path == path)
        #expect(found.code.rawValue == words[1])
        if words.count > 2 { #expect(found.message.contains(words[2])) }
        #expect(help.isEmpty || found.help?.contains(help) ?? false, "\(found)")
    }

    @Test func cycleThroughOthersIsToldWhereItCloses() throws {
        try folder.write(["a.yaml": "extends: nets/../b.yaml", "b.yaml": "extends: ./a.yaml"])
        let path = try folder.write("extends: a.yaml", to: "spec.yaml")
        let diagnostics = try SpecCompiler.compile(path).diagnostics
        #expect(diagnostics.map(\.code.rawValue) == ["extends-cycle"])
        #expect(diagnostics.first?.span?.file.path.hasSuffix("/nets/../b.yaml") ?? false)
    }

    @Test func longChainEndsInADiagnostic() throws {
        for number in 1...40 {
            try folder.write(["\(number).yaml": number == 40 ? "netspec: 1" : "extends: \(number + 1).yaml"])
        }
        let diagnostics = try SpecCompiler.compile("\(folder.path)/1.yaml").diagnostics
        #expect(diagnostics.map(\.code.rawValue) == ["too-deep"])
    }
}
