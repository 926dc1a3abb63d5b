import Networks
import Recipes
import SpecCompiler
import Testing

/// The top level of a spec, and what its parts say of each other.
struct SpecTests {
    private static let head = "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\n"
    private static let scores = "network: [{linear: {name: scores, outputs: 10}}]\n"

    @Test func whatIsLeftOutHasItsDefault() throws {
        let small = try experiment(Self.head + Self.scores, name: "called-so.yaml")
        #expect(small.network.name == "called-so")
        #expect(small.classes == nil)
        #expect(small.data == nil)
        #expect(small.training == nil)
        #expect(throws: (any Error).self) { try small.requireData() }
        #expect(throws: (any Error).self) { try small.requireTraining() }
    }

    @Test func everyPartIsRead() throws {
        let whole = try experiment(
            Self.head + Self.scores + """
                name: whole
                classes: 10
                data: {source: {synthetic: {train: 100, test: 20}}, augment: [horizontal-flip], shuffle: no}
                train: {epochs: 2, batch: 10, seed: 7, evaluate-every: 0, label-smoothing: 0.1, optimizer: {sgd: {rate: 1e-1}}}
                """)
        #expect(whole.network.name == "whole")
        #expect(whole.classes == 10)
        let data = try whole.requireData()
        #expect(data.augmentations.count == 1)
        #expect(!data.shuffles)
        let training = try whole.requireTraining()
        #expect(training.epochs == 2)
        #expect(training.batch == 10)
        #expect(training.seed == 7)
        #expect(training.evaluateEvery == 0)
        #expect(training.labelSmoothing == 0.1)
        #expect(training.optimizer.rate == 0.1)
    }

    @Test func classesAreAConstantOfTheNetwork() throws {
        let network = try experiment(
            Self.head + "classes: 6\nnetwork: [{linear: {name: a, outputs: \"${classes * 2}\"}}, "
                + "{linear: {name: b, outputs: \"${classes}\"}}]\n"
        ).network
        #expect(try network.lengths(at: "a") == [12])
        #expect(try network.lengths(at: "b") == [6])
    }

    @Test func scoresMayBeAPictureOfOnePixel() throws {
        let text = Self.head + "classes: 10\nnetwork: [{convolution: {filters: 10, kernel: 32}}]\n"
        #expect(try experiment(text + "train: {epochs: 1, optimizer: {sgd: {rate: 1}}}\n").classes == 10)
    }

    @Test func probabilitiesAreRightWhereNothingIsTrained() throws {
        let text = Self.head + "classes: 10\nnetwork: [{linear: {outputs: 10}}, softmax]\n"
        #expect(mistakes(text) == [])
        #expect(mistakes(text + "train: {epochs: 1, optimizer: {sgd: {rate: 1}}}\n").count == 1)
    }

    @Test func inputIsThePictureAfterAugmentation() throws {
        let data = "data: {source: synthetic, augment: [{random-crop: {size: 28}}]}\n"
        #expect(try experiment(Self.head + Self.scores + data, set: ["input.height=28", "input.width=28"]).data != nil)
        #expect(mistakes(Self.head + Self.scores + data).first?.hasPrefix("data-shape: ") ?? false)
    }

    @Test func unreadableFileIsTheMachinesFault() throws {
        #expect(throws: (any Error).self) { try SpecCompiler.compile("/nowhere/spec.yaml") }
    }
}
