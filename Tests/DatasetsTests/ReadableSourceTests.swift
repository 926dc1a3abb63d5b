import Datasets
import Diagnostics
import Recipes
import SpecSyntax
import Testing

@Suite struct ReadableSourceTests {
    @Test(arguments: DataSourceCatalogue.choices.map(\.name)) func everySourceCanBeRead(name: String) throws {
        let choice = try #require(DataSourceCatalogue.choices.first { $0.name == name })
        let beginning = SourceSpan.beginning(of: SourceFile(path: "", text: ""))
        let source = choice.make(FieldReader([], of: name, at: beginning, context: .silent))
        #expect(source is any ReadableSource)
    }
}
