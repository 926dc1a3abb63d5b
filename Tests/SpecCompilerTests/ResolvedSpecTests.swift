import Layers
import Networks
import Recipes
import SpecCompiler
import SpecSyntax
import Testing

/// The resolved spec stands alone and means the same.
struct ResolvedSpecTests {
    /// What two networks must have in common to have the same weights and the same results.
    private func description(_ network: Network) -> [String] {
        network.nodes.map { node in
            let parameters = node.parameters.map { "\($0.name) \($0.shape) \($0.initializer)" }.joined(separator: ", ")
            return "\(node.path): \(node.layer) of \(node.inputs.map(\.number)) \(node.inputShapes) → "
                + "\(node.outputShape); \(parameters)"
        }
    }

    @Test(arguments: try Specs.paths()) func compilesToTheSameNetwork(path: String) throws {
        let written = try experiment(at: path)
        let resolved = try experiment(written.resolvedText, name: "elsewhere.yaml")
        #expect(description(resolved.network) == description(written.network))
        #expect(resolved.network.name == written.network.name)
        #expect(resolved.network.inputShape == written.network.inputShape)
        #expect(resolved.classes == written.classes)
        #expect(resolved.data?.source.classCount == written.data?.source.classCount)
        #expect(resolved.training?.epochs == written.training?.epochs)
        #expect(resolved.training?.batch == written.training?.batch)
        #expect(try resolved.resolvedText == written.resolvedText)
    }

    @Test func keepsTheNameThatTheFileGave() throws {
        let text = "netspec: 1\ninput: {channels: 1, height: 2, width: 2}\nnetwork: [flatten]\n"
        let written = try experiment(text, name: "from-the-file.yaml")
        #expect(written.network.name == "from-the-file")
        #expect(try experiment(written.resolvedText, name: "spec.yaml").network.name == "from-the-file")
        #expect(try experiment(text, name: "1.yaml").resolvedText.contains("name: \"1\""))
    }

    @Test func holdsTheOverrides() throws {
        let path = "\(Specs.folder)/lenet-mnist.yaml"
        let changes = ["train.batch=16", "network.ip1.outputs=100", "assert={}"]
        let resolved = try experiment(experiment(at: path, set: changes).resolvedText)
        #expect(resolved.training?.batch == 16)
        #expect(try resolved.network.lengths(at: "ip1") == [100])
    }

    @Test func holdsTheLibraries() throws {
        let sources = SourceProvider.memory([
            "inner.yaml": "modules: {inner: {network: [relu]}}\n",
            "outer.yaml":
                "include: [inner.yaml]\nmodules: {outer: {network: [inner, {inner: {name: second}}]}}\n",
            "spec.yaml":
                "netspec: 1\ninclude: [outer.yaml]\ninput: {channels: 1, height: 2, width: 2}\nnetwork: [outer]\n",
        ])
        let written = try #require(try SpecCompiler.compile("spec.yaml", from: sources).experiment)
        let resolved = try experiment(written.resolvedText)
        #expect(resolved.network.nodes.map(\.path) == ["outer/inner/relu", "outer/second/relu"])
    }
}
