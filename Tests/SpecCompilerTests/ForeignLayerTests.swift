import Diagnostics
import Layers
import SpecCompiler
import SpecSyntax
import Testing

/// Names of layers that other programs have.
struct ForeignLayerTests {
    private func diagnostics(ofKind kind: String) -> [Diagnostic] {
        SpecCompiler.compile(
            text:
                "netspec: 1\ninput: {channels: 3, height: 8, width: 8}\nnetwork: [\(kind), flatten, {linear: {outputs: 2}}]"
        ).diagnostics
    }

    /// `elu` is one letter from `gelu`, and another function.
    @Test(arguments: [
        ("elu", "netspec has none; `leaky-relu` comes nearest: "),
        ("PReLU", "netspec has none; `leaky-relu` comes nearest: "),
        ("GroupNorm", "netspec has none; `batch-norm` comes nearest: "), ("lstm", "netspec has none"),
        ("relu7", "write `relu`, if that is meant"), ("maxout", "`maximum` comes nearest: "),
    ]) func whatMeansSomethingElseIsNotChanged(kind: String, help: String) throws {
        let found = try #require(diagnostics(ofKind: kind).first)
        #expect(found.code == .unknownLayer && found.help?.hasPrefix(help) == true, "\(found.help ?? "no help")")
        #expect(found.edits.isEmpty)
    }

    @Test(arguments: [("SiLU", "swish"), ("Conv2d", "convolution"), ("batchnrom", "batch-norm")])
    func whatMeansTheSameIsChanged(kind: String, meant: String) throws {
        let found = try #require(diagnostics(ofKind: kind).first)
        #expect(found.edits.map(\.text) == [meant])
    }

    /// A layer that came to netspec since would be told to be missing.
    @Test func whatIsMissingIsMissing() {
        let kinds = LayerCatalogue.kinds
        let known = Set(kinds.flatMap { [normalizedAlias($0.name)] + $0.aliases + $0.relatives })
        for (name, nearest) in absentLayers {
            #expect(!known.contains(name) && name == normalizedAlias(name), "\(name)")
            if let nearest { #expect(kinds.contains { $0.name == nearest }, "\(nearest)") }
        }
    }

    /// The number stays where it means the same; where it counts other things, only words say what to do.
    @Test(arguments: [
        ("- max-pool: {kernel: 3, stride: 2, ceil_mode: true}", ["round", "ceil"], "write `round: ceil`"),
        ("- max-pool: {kernel: 3, stride: 2, round_mode: FLOOR}", ["round", "floor"], "write `round: floor`"),
        ("- max-pool: {kernel_size: 3}", ["kernel"], "write `kernel`"),
    ]) func valuesAreTranslated(step: String, edits: [String], help: String) throws {
        let text =
            "netspec: 1\ninput: {channels: 3, height: 9, width: 9}\nnetwork:\n  \(step)\n  - flatten\n  - linear: {outputs: 2}\n"
        let found = try #require(SpecCompiler.compile(text: text).diagnostics.first)
        #expect(found.edits.map(\.text) == edits && found.help == help, "\(found.help ?? "no help")")
    }

    @Test(arguments: [
        ("test_interval: 500", "write `evaluate-every`, which counts epochs, not iterations"),
        ("evaluate_every: 500", "write `evaluate-every`"),
    ]) func unitsAreNotChanged(field: String, help: String) throws {
        let text =
            "netspec: 1\ninput: {channels: 1, height: 1, width: 1}\nclasses: 2\nnetwork: [{linear: {outputs: 2}}]\n"
            + "train: {epochs: 1, optimizer: sgd, \(field)}\n"
        let found = SpecCompiler.compile(text: text).diagnostics.first { $0.code == .unknownKey }
        #expect(found?.help == help && found?.edits.isEmpty == field.hasPrefix("test"), "\(found?.help ?? "none")")
    }
}
