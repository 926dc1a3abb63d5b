import Diagnostics
import SpecCompiler
import TestSupport
import Testing

/// What other programs call a field.
struct KeyAliasesTests {
    /// A key of the table that means a field which is no more would never be found.
    @Test func meanFieldsThatThereAre() {
        for alias in keyAliases.values.joined() {
            #expect(KeyPlaces.ofLanguage.help(for: alias.key) != nil, "\(alias.key)")
        }
    }

    /// TensorFlow's `decay` of RMSProp is not that of the weights, which PyTorch's `weight_decay` and others' `decay` are.
    @Test(arguments: [("rmsprop", "write `alpha`"), ("sgd", "write `weight-decay`")]) func decayIsThatOfTheRule(
        rule: String, help: String
    ) throws {
        let folder = try TemporaryFolder()
        let text =
            "netspec: 1\ninput: {channels: 1, height: 1, width: 1}\nnetwork: [{linear: {outputs: 2}}]\n"
            + "train: {epochs: 1, optimizer: {\(rule): {rate: 0.1, decay: 0.9}}}\n"
        let found = try SpecCompiler.compile(folder.write(text, to: "spec.yaml")).diagnostics
        #expect(found.map(\.help) == [help])
    }

    @Test func areWrittenAsTheyAreLookedUp() {
        for key in keyAliases.keys { #expect(key == key.lowercased().filter { !"-_ ".contains($0) }, "\(key)") }
    }
}
