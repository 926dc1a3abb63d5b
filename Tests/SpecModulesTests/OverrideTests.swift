import Diagnostics
import SpecModules
import SpecSyntax
import TestSupport
import Testing

@Suite("overrides")
struct OverrideTests {
    private static let spec = """
        name: a
        train: {batch: 32, optimizer: {sgd: {rate: 0.1}}, schedule: cosine}
        data:
        network:
        - convolution: {name: conv1, filters: 20}
        - relu
        - concat:
            left: [{linear: {outputs: 3}}]
            right: []
        - linear: {name: '2', outputs: 10}
        """

    @Test(
        "what they change",
        arguments: [
            (["train.batch=64"], "batch: 32", "batch: 64"),
            (["train.batch=64", "train.batch=128"], "batch: 32", "batch: 128"),
            (["name=b"], "name: a", "name: b"),
            (["name="], "name: a", "name: ~"),
            (["name='='"], "name: a", "name: \"=\""),
            (["name=é 名"], "name: a", "name: é 名"),
            (["data.source=cifar10"], "data:", "data: {source: cifar10}"),
            (
                ["data.augment=[{random-crop: {pad: 4}}, flip]"], "data:",
                "data: {augment: [{random-crop: {pad: 4}}, flip]}"
            ),
            (["data.a.b.c=1"], "data:", "data: {a: {b: {c: 1}}}"),
            (["train.epochs=3"], "schedule: cosine", "schedule: cosine, epochs: 3"),
            (["train.optimizer.sgd.rate=5e-4"], "rate: 0.1", "rate: 5e-4"),
            (["network.conv1.filters=8"], "filters: 20", "filters: 8"),
            (["network.0.filters=8"], "filters: 20", "filters: 8"),
            (["network.0.convolution.filters=8"], "filters: 20", "filters: 8"),
            (["network.conv1.pad=same"], "filters: 20", "filters: 20, pad: same"),
            (["network.concat.left.0.outputs=4"], "outputs: 3", "outputs: 4"),
            (["network.2.outputs=5"], "outputs: 10", "outputs: 5"),
            (["network.relu.name=r"], "- relu\n", "- relu: {name: r}\n"),
            (["network.1=softmax"], "- relu\n", "- softmax\n"),
            (["train.schedule={step: {every: 2}}"], "schedule: cosine", "schedule: {step: {every: 2}}"),
        ])
    func changes(_ texts: [String], _ before: String, _ after: String) throws {
        let collector = DiagnosticCollector()
        var tree = try read(Self.spec, collector)
        for text in texts {
            tree = try #require(Override(text, into: collector)).edit.apply(to: tree, into: collector)
        }
        #expect(collector.diagnostics.map(described) == [])
        let wanted = try read(Self.spec.replacing(before, with: after), collector)
        #expect(try YAMLWriter.text(tree) == YAMLWriter.text(wanted))
    }

    @Test(
        "mistakes",
        arguments: [
            MistakeCase(
                "", "1:1 override-form `--set` must have the form `path=value`, found `` | `--set train.batch=32`"),
            MistakeCase("train.batch", "1:1 override-form found `train.batch`"),
            MistakeCase("=3", "1:1 override-form"),
            MistakeCase("train..batch=3", "1:1 override-form"),
            MistakeCase(".=3", "1:1 override-form"),
            MistakeCase("train/batch=3", "1:1 override-form found `train/batch` | write `--set train.batch=3`"),
            MistakeCase("network/conv1.filters=3", "1:1 override-form | write `--set network.conv1.filters=3`"),
            MistakeCase("train.batch=[3", "1:3 yaml-syntax"),
            MistakeCase("train.batch={a: 1, a: 2}", "1:8 duplicate-key"),
            MistakeCase("train.batch=#3", "1:1 empty-document"),
            MistakeCase("name.first=3", "1:6 override-path `first` cannot be set inside `a`"),
            MistakeCase("train.batch.x=3", "1:13 override-path `x` cannot be set inside `32`"),
            MistakeCase(
                "network.conv2.filters=3",
                "1:9 override-path must be the name of an item of this list, or its number | write `--set network.conv1.filters=3`"
            ),
            MistakeCase("network.xyzzy.filters=3", "1:9 override-path | its items are `conv1`, `relu`, `concat`, `2`"),
            MistakeCase("network.convolution.filters=3", "1:9 override-path"),
            MistakeCase("network.4.filters=3", "1:9 override-path"),
            MistakeCase("network.-1.filters=3", "1:9 override-path"),
            MistakeCase("network.concat.right.0=3", "1:22 override-path | the list is empty"),
            MistakeCase("network.99999999999999999999=3", "1:9 override-path"),
            MistakeCase(String(repeating: "a.", count: 50_000) + "a=3", "1:1 too-deep at most 64 keys, found 50001"),
        ])
    func mistakes(_ mistake: MistakeCase) throws {
        let collector = DiagnosticCollector()
        let tree = try read(Self.spec, collector)
        _ = Override(mistake.text, into: collector)?.edit.apply(to: tree, into: collector)
        mistake.check(collector.diagnostics)
    }

    private func read(_ text: String, _ collector: DiagnosticCollector) throws -> SyntaxNode {
        try #require(YAMLReader.read(SourceFile(path: "spec.yaml", text: text), into: collector))
    }
}
