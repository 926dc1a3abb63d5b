import Reports
import TestSupport
import Testing

/// Specs laid side by side.
struct SpecDifferenceTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func values(_ text: String) throws -> SpecValues? {
        SpecValues(specPath: try folder.write("netspec: 1\n" + text, to: "spec.yaml"))
    }

    /// Something that a mistyped name or a damaged disk has put there.
    @Test(arguments: ["garbage", "", "- a\n- b", "a: 1", "\u{0}\u{1}"]) func whatIsNoSpecHasNoValues(text: String)
        throws
    {
        #expect(SpecValues(specPath: try folder.write(text, to: "spec.yaml")) == nil)
    }

    @Test func placesAreNamedBySteps() throws {
        let one = try values(
            "name: a\nnetwork: [{linear: {name: fc, outputs: 10}}, relu, {relu: {}}]\ntrain: {batch: 32}\n")
        let other = try values(
            "name: b\nnetwork: [{linear: {name: fc, outputs: 20}}, relu, {relu: {}}]\ntrain: {epochs: 2}\n")
        #expect(
            SpecDifference.all(between: [one, other]) == [
                SpecDifference(path: "network.fc.linear.outputs", values: ["10", "20"]),
                SpecDifference(path: "train.batch", values: ["32", nil]),
                SpecDifference(path: "train.epochs", values: [nil, "2"]),
            ])
    }

    @Test func numbersThatAreWrittenOtherwiseAreTheSame() throws {
        let specs = try ["5e-4", "0.0005", "5.0e-4"].map { try values("train: {rate: \($0)}\n") }
        #expect(SpecDifference.all(between: specs).isEmpty)
    }

    /// Of a spec, and of a step; but a layer may have such a name.
    @Test func whatIsWarnedOfIsNoDifference() throws {
        let one = try values(
            "lint: {unseen-input: off}\nnetwork: [{relu: {name: a, lint: {unread-output: off}}}, {linear: {name: lint, outputs: 1}}]\n"
        )
        let other = try values(
            "lint: {zero-weights: error}\nnetwork: [{relu: {name: a}}, {linear: {name: lint, outputs: 2}}]\n")
        #expect(
            SpecDifference.all(between: [one, other]) == [
                SpecDifference(path: "network.lint.linear.outputs", values: ["1", "2"])
            ])
    }

    /// The first of two `relu` stands at 0, and so is the last layer called.
    @Test func aNameThatIsANumberIsNoPlace() throws {
        func spec(_ outputs: Int, _ slope: Double) throws -> SpecValues? {
            try values(
                "network: [{leaky-relu: {slope: \(slope)}}, {leaky-relu: {slope: 1}}, {linear: {name: \"0\", outputs: \(outputs)}}]\n"
            )
        }
        #expect(
            try SpecDifference.all(between: [spec(1, 0.5), spec(2, 0.25)]) == [
                SpecDifference(path: "network.0.leaky-relu.slope", values: ["0.5", "0.25"]),
                SpecDifference(path: "network.2.linear.outputs", values: ["1", "2"]),
            ])
        #expect(
            try SpecDifference.all(between: [values("kernel: [3, 5]\n"), values("kernel: [3, 7]\n")]) == [
                SpecDifference(path: "kernel.1", values: ["5", "7"])
            ])
    }

    /// A spec that cannot be read differs in nothing.
    @Test func whatCannotBeReadIsLeftOut() throws {
        let one = try values("train: {batch: 32}\n")
        #expect(SpecDifference.all(between: [one, nil]).isEmpty)
        #expect(SpecValues(specPath: folder["none.yaml"]) == nil)
        #expect(try values("{[") == nil)
    }

    @Test func otherNetworksAreOneDifference() throws {
        func network(_ filters: Int) throws -> SpecValues? {
            try values(
                "network: [" + (1...20).map { "{linear: {name: l\($0), outputs: \(filters)}}" }.joined(separator: ", ")
                    + "]\n")
        }
        let found = try SpecDifference.all(between: [network(1), network(2)])
        #expect(
            found.map(\.path) == ["network"]
                && found[0].values == ["20 values of 20 that differ", "20 values of 20 that differ"])
    }
}
