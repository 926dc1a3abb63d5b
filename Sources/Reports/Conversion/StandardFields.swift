import Layers
import SpecCompiler
import SpecModules
package import SpecSyntax

/// The fields of layers that say what a layer has without them.
package struct StandardFields {
    private let comparison = FieldComparison.ofLanguage()
    private let declarations = Dictionary(
        LayerCatalogue.kinds.map { ($0.name, FieldReader.declarations(of: $0.make)) }
    ) { first, _ in first }

    /// What steps are called that are no module's uses.
    package static let layerNames = Set(LayerCatalogue.kinds.map(\.name) + Step.otherKinds)

    package init() {}

    /// Whether a field of a layer of some type may be left out.
    package func contain(_ field: SyntaxNode.Entry, of kind: String) -> Bool {
        guard let declaration = declarations[kind]?.first(where: { $0.name == field.key }),
            declaration.defaultText != nil
        else { return false }
        return comparison.isSame(declaration, in: [field], and: [])
    }
}
