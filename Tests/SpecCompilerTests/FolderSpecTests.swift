import Diagnostics
import Recipes
import SpecCompiler
import SpecSyntax
import Tensors
import TestSupport
import Testing

@Suite struct FolderSpecTests {
    private func data(_ text: String, input: String = "{channels: 3, height: 224, width: 224}") throws -> DataSettings {
        let compilation = SpecCompiler.compile(
            text: "netspec: 1\ninput: \(input)\nnetwork: [global-average-pool, {linear: {outputs: 2}}]\ndata: \(text)\n"
        )
        return try #require(compilation.experiment?.data, "\(compilation.diagnostics.map(\.message))")
    }

    @Test func theInputDecides() throws {
        let data = try data("{source: {folder: photos}}")
        #expect(data.fit == PictureFit(channels: 3, size: Extent(224), way: .cover(Extent(256))))
        #expect(data.normalization == Normalization(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225]))
        #expect(try data.pictureShape() == [3, 224, 224])
        let grey = try self.data("{source: {folder: {path: photos}}}", input: "{channels: 1, height: 28, width: 20}")
        #expect(
            grey.fit
                == PictureFit(
                    channels: 1, size: Extent(height: 28, width: 20), way: .cover(Extent(height: 28, width: 20))))
        #expect(grey.normalization.mean.count == 1)
    }

    @Test func constantsAreWordsOrNumbers() throws {
        #expect(try data("{source: {folder: photos}, normalize: none}").normalization == .none(channels: 3))
        #expect(try data("{source: {folder: photos}, normalize: imagenet}").normalization == .imageNet(channels: 3))
    }

    /// Training cuts windows out of whole pictures; evaluation resizes and cuts the middle.
    @Test func trainingAndEvaluationGoTheirWays() throws {
        let windows = try data(
            "{source: {folder: photos}, augment: [{random-resized-crop: {size: 224}}, horizontal-flip]}")
        #expect(windows.trainsOnWholePictures)
        #expect(
            windows.steps(in: .training).map { "\(type(of: $0.augmentation))" } == [
                "RandomResizedCrop", "HorizontalFlip", "MiddleCut",
            ])
        #expect(
            windows.steps(in: .evaluation).map { "\(type(of: $0.augmentation))" } == ["MiddleCut", "HorizontalFlip"])
        let crops = try data("{source: {folder: photos}, augment: [{random-crop: {size: 224}}, horizontal-flip]}")
        #expect(!crops.trainsOnWholePictures)
        #expect(
            crops.steps(in: .training).map { "\(type(of: $0.augmentation))" } == [
                "RandomCrop", "HorizontalFlip", "MiddleCut",
            ])
        let flips = try data("{source: {folder: photos}, augment: [horizontal-flip]}")
        #expect(flips.steps(in: .training).map { "\(type(of: $0.augmentation))" } == ["MiddleCut", "HorizontalFlip"])
        #expect(flips.steps(in: .training).map(\.place) == [2, 0])
    }

    @Test func tenCropsAreOfTheResizedPicture() throws {
        let data = try data("{source: {folder: photos}, augment: [{random-resized-crop: {size: 224}}]}")
        let corner = try #require(data.cutting(at: .bottomRight))
        #expect((corner.steps(in: .evaluation).first?.augmentation as? MiddleCut)?.place == .bottomRight)
        #expect(try self.data("{source: {folder: photos}, resize: stretch}").cutting(at: .topLeft) == nil)
    }

    /// The short form is the long one for who changes another of its fields.
    @Test(arguments: ["--set", "changes"])
    func theShortFormIsWidened(_ way: String) throws {
        let head = "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\nnetwork: [flatten]\n"
        let files = [
            "base.yaml": head + "data: {source: {folder: photos}}\n",
            "spec.yaml": "netspec: 1\nextends: base.yaml\nchanges: {data.source.folder.on-error: skip}\n",
        ]
        let found =
            way == "--set"
            ? try SpecCompiler.compile(
                "base.yaml", from: .memory(files), overrides: ["data.source.folder.on-error=skip"])
            : try SpecCompiler.compile("spec.yaml", from: .memory(files))
        let experiment = try #require(found.experiment, "\(found.diagnostics.map(\.message))")
        let text = try experiment.resolvedText
        #expect(text.contains("path: ") && text.contains("photos") && text.contains("on-error: skip"), "\(text)")
        // A field that the source has not is told as one of its own.
        let wrong = try SpecCompiler.compile(
            "base.yaml", from: .memory(files), overrides: ["data.source.folder.onn-error=skip"])
        #expect(wrong.diagnostics.map(\.code) == [.unknownKey])
    }

    /// A path is relative to the file that names it, and a run's own spec, in another folder, means the same one.
    @Test(arguments: ["{folder: ../photos}", "{folder: {path: ../photos, on-error: skip}}"])
    func thePathIsOfTheFile(source: String) throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("photos")
        let text =
            "netspec: 1\ninput: {channels: 3, height: 8, width: 8}\nnetwork: [{linear: {outputs: 2}}]\ndata: {source: \(source)}\n"
        try folder.write(text, to: "nets/photos.yaml")
        let experiment = try #require(try SpecCompiler.compile(folder["nets/photos.yaml"]).experiment)
        let path = try #require((experiment.data?.source as? PictureFolder)?.path)
        #expect(path.hasPrefix("/") && path.hasSuffix("/work/photos"))
        try folder.write(experiment.resolvedText, to: "runs/deep/1/spec.yaml")
        let again = try #require(try SpecCompiler.compile(folder["runs/deep/1/spec.yaml"]).experiment)
        #expect((again.data?.source as? PictureFolder)?.path == path)
        #expect((again.data?.source as? PictureFolder)?.onError == (experiment.data?.source as? PictureFolder)?.onError)
        try experiment.requireContinuation(ofRunBy: folder["runs/deep/1/spec.yaml"])
    }

    @Test func classesThatWereFoundAreHeldToTheSpec() throws {
        func mistake(_ text: String, _ names: [String]) throws -> [String] {
            let compilation = SpecCompiler.compile(
                text:
                    "netspec: 1\ninput: {channels: 3, height: 8, width: 8}\n\(text)\ndata: {source: {folder: photos}}\n"
            )
            let experiment = try #require(compilation.experiment)
            do {
                try experiment.requireClasses(names, of: "photos")
                return []
            } catch {
                return error.diagnostics.flatMap {
                    [$0.code.rawValue, $0.message, $0.help ?? ""] + $0.notes.map(\.message)
                }
            }
        }
        let named = "classes: 3\nnetwork: [{linear: {outputs: \"${classes}\"}}]"
        #expect(try mistake(named, ["a", "b", "c"]) == [])
        #expect(
            try mistake(named, ["cat", "dog"]) == [
                "data-classes", "`classes` must be the 2 classes of `photos`, found `3`", "write `classes: 2`",
                "they are `cat`, `dog`",
            ])
        #expect(
            try mistake("network: [{linear: {name: last, outputs: 5}}]", ["cat", "dog"]) == [
                "classes", "the last layer must give a score for each of the 2 classes of `photos`, and `last` gives 5",
                "write `classes: 2`, and `outputs: \"${classes}\"` in the last `linear`", "they are `cat`, `dog`",
            ])
    }
}
