import LayerCases
import Layers
import Testing

@Suite("the layer catalogue")
struct CatalogueTests {
    @Test("names are unique")
    func names() {
        let names = LayerCatalogue.kinds.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test("every type has at least three cases", arguments: LayerCatalogue.kinds.map(\.name))
    func cases(_ name: String) {
        #expect(LayerCase.all.count { $0.kindName == name } >= 3, "\(name)")
    }

    @Test("every case has a description of its own that names a type")
    func descriptions() {
        let descriptions = LayerCase.all.map(\.description)
        #expect(Set(descriptions).count == descriptions.count)
        #expect(LayerCase.all.allSatisfy { LayerCatalogue.kind(named: $0.kindName) != nil })
        #expect(
            descriptions.first
                == "LayerCase(\"convolution: {filters: 3, kernel: 1}\", on: [5, 4, 4], batch: 2, seed: 1)")
    }
}
