import Diagnostics
import Layers
package import SpecSyntax

extension FieldComparison {
    /// Of the fields of specs and layers.
    ///
    /// - Parameter comparesItems: whether lists of different lengths are compared item by item.
    package static func ofLanguage(comparesItems: Bool = false) -> FieldComparison {
        FieldComparison(
            parts: ["initialiser": .choice(InitializerCatalogue.choices.map(\.schema))], comparesItems: comparesItems)
    }
}

extension Experiment {
    /// What differs between the settings of two specs: the fields beside those that name the spec or become its network.
    package func settingDifferences(from known: Experiment) -> [FieldComparison.Difference] {
        let handledElsewhere: Set<String> = ["netspec", "name", "include", "modules", "network"]
        return FieldComparison.ofLanguage(comparesItems: true).differences(
            of: Spec.declarations.filter { !handledElsewhere.contains($0.name) }, known.parts.tree.mapping ?? [],
            parts.tree.mapping ?? [], places: (.beginning(of: known.file), .beginning(of: file)), reason: nil)
    }
}
