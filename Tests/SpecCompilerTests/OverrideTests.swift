import Diagnostics
import Recipes
import SpecCompiler
import SpecSyntax
import Testing

/// `--set path=value`: above the spec, which is above a module's default.
struct OverrideTests {
    private static let spec = """
        netspec: 1
        name: small
        input: {channels: 3, height: 8, width: 8}
        modules:
          block:
            parameters: {filters: integer, kernel: {type: size, default: 3}}
            network:
              - convolution: {filters: "${filters}", kernel: "${kernel}"}
        network:
          - block: {name: first, filters: 4}
          - block: {name: second, filters: 6}
          - relu
          - linear: {name: scores, outputs: 10}
        train: {epochs: 3, optimizer: {sgd: {rate: 0.1}}}
        """

    private func shape(_ path: String, _ overrides: String...) throws -> [Int] {
        try experiment(Self.spec, set: overrides).network.lengths(at: path)
    }

    @Test func reachesEveryPlace() throws {
        #expect(try shape("first", "network.first.filters=5") == [5, 6, 6])
        #expect(try shape("first", "network.0.filters=5") == [5, 6, 6])
        #expect(try shape("first", "network.first.kernel=1") == [4, 8, 8])
        #expect(try shape("first", "network.first.kernel=[1, 3]") == [4, 8, 6])
        #expect(try shape("scores", "network.scores={linear: {name: scores, outputs: 3}}") == [3])
        #expect(try shape("first", "input.height=9") == [4, 7, 6])
        #expect(try shape("second", "modules.block.parameters.kernel.default=2") == [6, 6, 6])
    }

    @Test func specStandsAboveDefaultAndOverrideAboveSpec() throws {
        #expect(try shape("first") == [4, 6, 6])
        #expect(try shape("first", "modules.block.parameters.kernel.default=4") == [4, 5, 5])
        #expect(
            try shape("first", "modules.block.parameters.kernel.default=4", "network.first.kernel=1") == [4, 8, 8])
    }

    @Test func laterOneWins() throws {
        #expect(try shape("first", "network.first.filters=5", "network.first.filters=7") == [7, 6, 6])
    }

    @Test func changesTraining() throws {
        let training = try experiment(
            Self.spec, set: ["train.batch=7", "train.optimizer.sgd.momentum=0.5", "train.schedule=cosine"]
        ).training
        #expect(training?.batch == 7)
        #expect(training?.epochs == 3)
        #expect(training?.optimizer.stateNames == ["velocity"])
    }

    @Test(arguments: [
        ("nonsense", "override-form: `--set` must have the form `path=value`, found `nonsense`"),
        ("=3", "override-form: `--set` must have the form `path=value`, found `=3`"),
        ("train..batch=3", "override-form: `--set` must have the form `path=value`, found `train..batch=3`"),
        ("train.bach=3", "unknown-key: `train` has no field `bach`"),
        ("trian.batch=3", "unknown-key: `spec` has no field `trian`"),
        ("network.frist.filters=3", "override-path: `frist` must be the name of an item of this list, or its number"),
        ("network.9.filters=3", "override-path: `9` must be the name of an item of this list, or its number"),
        ("name.first=3", "override-path: `first` cannot be set inside `small`"),
        ("network.first.filters=many", "wrong-type: `filters` must be a whole number, found `many`"),
        ("train.batch=[", "yaml-syntax: "),
    ]) func mistakeIsTold(override: String, message: String) throws {
        let found = mistakes(Self.spec, set: [override])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(message) ?? false, "\(found)")
    }

    /// What to write instead is the whole option, as a shell takes it.
    @Test(arguments: [
        ("train.bach=3", "write `--set train.batch=3`"),
        ("train.epoch=3", "write `--set train.epochs=3`"),
        ("trian.batch=3", "write `--set train.batch=3`"),
        ("input.hieght=9", "write `--set input.height=9`"),
        ("network.frist.filters=3", "write `--set network.first.filters=3`"),
        ("network.first.filtres=3", "write `--set network.first.filters=3`"),
        ("network.first.kernl=[1, 3]", "write `--set 'network.first.kernel=[1, 3]'`"),
        ("train.optimizer.sdg.rate=0.2", "write `--set train.optimizer.sgd.rate=0.2`"),
        (
            "train.optimizer.adam.rate=0.2",
            "write `--set 'train.optimizer={adam: {rate: 0.2}}'`, in the place of `sgd`"
        ),
        ("train.schedule=cosin", "write `--set train.schedule=cosine`"),
        ("network.2={rleu: {name: a}}", "write `--set 'network.2={relu: {name: a}}'`"),
        ("name.first=3", "let the path end in `name`"),
        ("train.batch=0", "write `1` or more"),
    ]) func remedyIsTheOption(override: String, help: String) throws {
        let result = SpecCompiler.compile(text: Self.spec, overrides: [override])
        #expect(result.diagnostics.first?.help == help, "\(result.diagnostics.map(\.message))")
    }

    /// In `changes`, where the base has the key, the remedy is for the path that is written.
    @Test func misspeltChangeIsTold() throws {
        let sources = SourceProvider.memory([
            "base.yaml": Self.spec, "spec.yaml": "extends: base.yaml\nchanges: {train.epoch: 4}\n",
        ])
        let found = try SpecCompiler.compile("spec.yaml", from: sources).diagnostics
        #expect(found.map(\.help) == ["write `epochs`"])
    }
}
