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
            try WeightsLoader.load(SafetensorsFile(bent), from: "w", into: store)
        }
        #expect(
            error?.description
                == "`w` is for another network: it lacks `stem.weight` (there is `stern.weight`); it has `stern.weight`, "
                + "unknown here; `classifier.bias` must be [10], found [12]")
        #expect(error?.help == "use the spec that the file was trained with, or another file")
        #expect(Array(store.values) == before)
    }

    @Test func namesAFewOfMany() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        let error = #expect(throws: WeightsMismatch.self) {
            try WeightsLoader.load(SafetensorsFile([]), from: "w", into: store)
        }
        #expect(
            error?.description
                == "`w` is for another network: it lacks `stem.weight`, `stem.bias`, `norm.scale` and 5 more")
    }
}
