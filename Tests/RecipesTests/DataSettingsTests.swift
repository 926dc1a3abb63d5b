import Diagnostics
import Recipes
import SpecSyntax
import Tensors
import Testing

/// Reads the fields of `data` as a spec has them.
private func read(_ text: String) throws -> (settings: DataSettings, diagnostics: [Diagnostic]) {
    let collector = DiagnosticCollector()
    let file = SourceFile(path: "test.yaml", text: text)
    let root = try #require(YAMLReader.read(file, into: collector))
    let entries = try #require(root.mapping)
    let fields = FieldReader(
        entries, of: "data", at: root.span, context: FieldContext(collector: collector))
    let settings = DataSettings.read(fields)
    fields.finish()
    return (settings, collector.diagnostics)
}

@Suite struct DataSettingsTests {
    /// Caffe's `scale: 0.00390625` of pixels from 0 to 255.
    @Test func dividesByALittleMoreThanTheWholeRange() throws {
        let (settings, diagnostics) = try read("source: mnist\nnormalize: {mean: [0], deviation: [1.0039215686]}")
        #expect(diagnostics.isEmpty)
        #expect(settings.normalization == Normalization(mean: [0], deviation: [256 / 255]))
    }

    @Test func readsWhatIsWritten() throws {
        let (settings, diagnostics) = try read(
            """
            source: {synthetic: {train: 50, seed: 3}}
            augment: [{random-crop: {size: 28, pad: 4}}, horizontal-flip]
            normalize: {mean: [0.1, 0.2, 0.3], deviation: [1, 0.5, 0.25]}
            shuffle: false
            """)
        #expect(diagnostics.isEmpty)
        let source = try #require(settings.source as? SyntheticShapes)
        #expect((source.trainCount, source.testCount, source.seed) == (50, 2000, 3))
        let crop = try #require(settings.augmentations.first as? RandomCrop)
        #expect(crop.size == Extent(28))
        #expect(crop.padding == Extent(4))
        #expect((settings.augmentations.last as? HorizontalFlip)?.probability == 0.5)
        #expect(settings.normalization == Normalization(mean: [0.1, 0.2, 0.3], deviation: [1, 0.5, 0.25]))
        #expect(!settings.shuffles)
        #expect(try settings.pictureShape() == [3, 28, 28])
    }

    @Test func hasDefaults() throws {
        let (settings, diagnostics) = try read("source: mnist")
        #expect(diagnostics.isEmpty)
        #expect(settings.augmentations.isEmpty)
        #expect(settings.normalization == MNIST().normalization)
        #expect(settings.shuffles)
        #expect(try read("source: cifar10\nnormalize: none").settings.normalization == .none(channels: 3))
    }

    /// As torchvision, Keras and Albumentations call them.
    @Test(arguments: [
        ("flip", "horizontal-flip"), ("random-flip", "horizontal-flip"), ("RandomHorizontalFlip", "horizontal-flip"),
        ("RandomVerticalFlip", "vertical-flip"), ("RandomRotation", "rotation"),
        ("randomcrop", "random-crop"),
    ]) func namesOfOtherProgramsAreUnderstood(name: String, meant: String) throws {
        let found = try read("source: cifar10\naugment: [\(name)]").diagnostics
        #expect(found.map(\.code.rawValue) == ["unknown-name"])
        #expect(found.first?.help == "write `\(meant)`")
    }

    /// torchvision's `RandomErasing` covers rectangles of any shape, and only some pictures.
    @Test func whatComesNearIsNotTheSame() throws {
        let found = try read("source: cifar10\naugment: [random_erasing]").diagnostics
        #expect(found.first?.help?.hasPrefix("`cutout` comes nearest: ") == true && found.first?.edits.isEmpty == true)
    }

    @Test(arguments: [
        ("{}", "missing-field", "`data` needs the field `source`"),
        ("source: cifra10", "unknown-name", "there is no data source `cifra10`"),
        ("source: cifar10\naugment: [flip]", "unknown-name", "there is no augmentation `flip`"),
        (
            "source: cifar10\nnormalize: {mean: [0.5], deviation: [0.5]}", "wrong-count",
            "`normalize` must have 3 numbers for the channels of the pictures, found 1"
        ),
        (
            "source: mnist\nnormalize: {mean: [0.5], deviation: [0.5, 1]}", "wrong-count",
            "`deviation` must have as many numbers as `mean`, 1, found 2"
        ),
        (
            "source: mnist\nnormalize: maybe", "wrong-type",
            "`normalize` must be `none`, `imagenet` or `{mean: […], deviation: […]}`, found `maybe`"
        ),
        (
            "source: mnist\naugment: [{random-crop: {size: 32, pad: 1}}]", "impossible-shape",
            "`size` of `random-crop` must fit into the padded picture's 30×30, found 32"
        ),
        ("source: {cifar10: {train: 5}}", "unknown-key", "`cifar10` has no field `train`"),
        (
            "source: cifar10\nnormalize: {mean: [125.3, 123, 113.9], deviation: [63, 62.1, 66.7]}", "normalization",
            "`mean` must be of pixels from 0 to 1, found 125.3"
        ),
        (
            "source: mnist\nnormalize: {mean: [0.1307], deviation: [78.6]}", "normalization",
            "`deviation` must be of pixels from 0 to 1, found 78.6"
        ),
        (
            "source: mnist\nnormalize: {mean: [0], deviation: [2.5]}", "normalization",
            "`deviation` must be of pixels from 0 to 1, found 2.5"
        ),
        (
            "source: cifar10\nvalidation: 50000", "held-out",
            "`validation` must hold out fewer than all of the 50000 training pictures, found 50000"
        ),
        (
            "source: {synthetic: {train: 4}}\nvalidation: 0.9", "held-out",
            "`validation` must leave 4, one of each class, of the 4 training pictures, found 0.9"
        ),
        (
            "source: {synthetic: {train: 100}}\nvalidation: 91", "held-out",
            "`validation` must leave 10, one of each class, of the 100 training pictures, found 91"
        ),
        (
            "source: {synthetic: {train: 100}}\nvalidation: 0.001", "held-out",
            "`validation` must hold out at least 1 of the 100 training pictures, found 0.001"
        ),
        (
            "source: mnist\nnormalize: {mean: [0.1307], deviation: [1e-50]}", "wrong-type",
            "an item here must be a number of at least 1e-06, found `1e-50`"
        ),
        (
            "source: mnist\nvalidation: 1.5", "wrong-type",
            "`validation` must be a whole number of pictures of at least 1, or a share of them between 0 and 1, found `1.5`"
        ),
    ]) func reportsMistakesOnce(text: String, code: String, message: String) throws {
        let diagnostics = try read(text).diagnostics
        #expect(diagnostics.map(\.code.rawValue) == [code])
        #expect(diagnostics.map(\.message) == [message])
    }

    @Test func advisesToDivideBy255() throws {
        let text = "source: cifar10\nnormalize: {mean: [125.3, 123, 113.9], deviation: [0.25, 0.24, 0.26]}"
        #expect(
            try read(text).diagnostics.first?.help
                == "if it is of pixels from 0 to 255, divide it by 255: `mean: [0.4914, 0.4824, 0.4467]`")
    }

    @Test func readsWhatIsHeldOutAndMixed() throws {
        let (settings, diagnostics) = try read(
            "source: cifar10\nvalidation: 5_000\nvalidation-seed: 3\nmix: [{mixup: {alpha: 1}}, cutmix]")
        #expect(diagnostics.isEmpty)
        #expect(settings.validation == .count(5000))
        #expect(settings.validationSeed == 3)
        #expect(settings.trainingCount == 45_000)
        #expect((settings.mixtures.first as? MixUp)?.alpha == 1)
        #expect(settings.mixtures.last is CutMix)
        #expect(try read("source: mnist\nvalidation: 0.1").settings.trainingCount == 54_000)
    }

    /// What is advised is taken.
    @Test(arguments: [
        (1, 1, "leave out `validation`: nothing can be held out of so few pictures"), (12, 12, "write `validation: 1`"),
        (100, 99, "write `validation: 0.1` to hold a tenth out"),
    ]) func advisesWhatIsTaken(pictures: Int, validation: Int, help: String) throws {
        func mistakes(_ validation: String) throws -> [Diagnostic] {
            try read("source: {synthetic: {train: \(pictures)}}\nvalidation: \(validation)").diagnostics
        }
        #expect(try mistakes("\(validation)").map(\.help) == [help])
        if let advised = help.firstMatch(of: /validation: ([0-9.]+)/) {
            #expect(try mistakes(String(advised.1)).isEmpty)
        }
    }

    /// Larger sets come in MNIST's files; in those of CIFAR-10 there is no room for more.
    @Test func whatIsCertainBeforeTheFilesAreRead() throws {
        let (mnist, cifar10) = (
            try read("source: mnist\nvalidation: 60000"), try read("source: cifar10\nvalidation: 10000")
        )
        #expect(mnist.settings.trainingCount == nil)
        #expect(mnist.diagnostics.isEmpty && cifar10.diagnostics.isEmpty)
        #expect(mnist.settings.mostTrainingPictures == nil && mnist.settings.exactTrainingCount == nil)
        #expect(cifar10.settings.mostTrainingPictures == 40_000 && cifar10.settings.exactTrainingCount == nil)
        #expect(try read("source: {synthetic: {train: 50}}").settings.exactTrainingCount == 50)
    }

    @Test func cataloguesNameEachKindOnce() {
        #expect(
            DataSourceCatalogue.choices.map(\.name) == [
                "cifar10", "cifar100", "folder", "mnist", "fashion-mnist", "svhn", "synthetic",
            ])
        #expect(
            AugmentationCatalogue.choices.map(\.name) == [
                "random-crop", "random-resized-crop", "horizontal-flip", "alternating-flip", "vertical-flip", "cutout",
                "color-jitter", "rotation", "trivial-augment",
            ])
        #expect(MixtureCatalogue.choices.map(\.name) == ["mixup", "cutmix"])
    }
}
