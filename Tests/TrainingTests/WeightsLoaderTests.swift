import Execution
import Interchange
import Layers
import SpecCompiler
import Tensors
import TestSupport
import Testing
import Training

@Suite struct WeightsLoaderTests {
    private func store(_ folder: TemporaryFolder) throws -> ParameterStore {
        let store = try ParameterStore(try TinyTraining(in: folder).experiment.network)
        store.initialize(seed: 3)
        return store
    }

    private func entries(_ store: ParameterStore) -> [SafetensorsFile.Entry] {
        store.entries.map { SafetensorsFile.Entry($0.name, store.tensor($0)) }
    }

    private func file(_ entries: [SafetensorsFile.Entry], in folder: TemporaryFolder) throws -> String {
        try SafetensorsFile(entries).write(to: folder["w"])
        return folder["w"]
    }

    @Test func takesTheWeightsOfAFile() throws {
        let folder = try TemporaryFolder()
        let (written, read) = (try store(folder), try store(folder))
        written.initialize(seed: 4)
        try SafetensorsFile(entries(written).reversed()).write(to: folder["w.safetensors"])
        let version = read.version(of: [.learned])
        try WeightsLoader.load(folder["w.safetensors"], into: read)
        #expect(Array(read.values) == Array(written.values))
        #expect(read.version(of: [.learned]) > version)
    }

    @Test func saysWhatDoesNotFitAndChangesNothing() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        let before = Array(store.values)
        let bent = entries(store).map { entry in
            switch entry.name {
            case "stem.weight": SafetensorsFile.Entry("stern.weight", entry.tensor)
            case "classifier.bias": SafetensorsFile.Entry(entry.name, .zeros([12]))
            default: SafetensorsFile.Entry(entry.name, Tensor(entry.tensor.shape, repeating: 9))
            }
        }
        let error = #expect(throws: WeightsMismatch.self) {
            try WeightsLoader.load(file(bent, in: folder), into: store)
        }
        #expect(
            error?.description
                == "`\(folder["w"])` is for another network: it lacks `stem.weight` (there is `stern.weight`); it has `stern.weight`, "
                + "unknown here; `classifier.bias` must be [10], found [12]")
        #expect(error?.help == "use the spec that the file was trained with, or another file")
        #expect(Array(store.values) == before)
    }

    @Test func namesAFewOfMany() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        let error = #expect(throws: WeightsMismatch.self) {
            try WeightsLoader.load(file([], in: folder), into: store)
        }
        #expect(
            error?.description
                == "`\(folder["w"])` is for another network: it lacks `stem.weight`, `stem.bias`, `norm.scale` and 5 more"
        )
    }

    /// From a network of twelve classes, with a layer of another name: what fits is taken, the classifier begins anew.
    @Test func takesWhatFits() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        let before = store.entries.first { $0.name == "classifier.weight" }.map(store.tensor)
        let others = entries(store).map { entry in
            switch entry.name {
            case "norm.mean": SafetensorsFile.Entry("extra.mean", entry.tensor)
            case "classifier.weight": SafetensorsFile.Entry(entry.name, .zeros([12, 4]))
            case "classifier.bias": SafetensorsFile.Entry(entry.name, .zeros([12]))
            default: SafetensorsFile.Entry(entry.name, Tensor(entry.tensor.shape, repeating: 9))
            }
        }
        let report = try WeightsLoader.loadWhatFits(file(others, in: folder), into: store)
        #expect(report.loaded == ["stem.weight", "stem.bias", "norm.scale", "norm.shift", "norm.variance"])
        #expect(report.missing == ["norm.mean"])
        #expect(report.unexpected == ["extra.mean"])
        #expect(report.misshapen.map(\.name) == ["classifier.weight", "classifier.bias"])
        #expect(
            report.lines == [
                "5 tensors of `\(folder["w"])` loaded", "not in the file, begun anew: `norm.mean`",
                "of another shape, begun anew: `classifier.weight` ([12, 4] in the file, [10, 4] here), "
                    + "`classifier.bias` ([12] in the file, [10] here)",
                "in the file and not in the network: `extra.mean`",
            ])
        #expect(store.entries.first { $0.name == "classifier.weight" }.map(store.tensor) == before)
        #expect(store.entries.first { $0.name == "stem.bias" }.map(store.tensor) == Tensor([4], repeating: 9))
        #expect(throws: TrainingError.self) { try WeightsLoader.loadWhatFits(file([], in: folder), into: store) }
    }
}
