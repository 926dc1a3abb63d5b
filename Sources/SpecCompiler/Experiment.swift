package import Diagnostics
package import Networks
package import Recipes
package import SpecModules
package import SpecSyntax

/// A checked spec: the network, and the data and training where the spec has them.
package struct Experiment: Sendable {
    package let network: Network
    /// How many classes the spec says there are.
    package let classes: Int?
    package let data: DataSettings?
    package let training: TrainSettings?
    /// The spec as one file.
    package let resolved: ResolvedSpec
    /// What the network was made of, with the place of every value.
    package let parts: Parts
    /// Where the spec's parts begin, for mistakes that show only when it is run.
    package let file: SourceFile
}

extension Experiment {
    /// What a spec's text became on its way to a network.
    package struct Parts: Sendable {
        /// The spec with `--set` applied.
        package let tree: SyntaxNode
        /// Where the values of its fields are written: `data.source`.
        package let written: WrittenValues
        package let library: ModuleLibrary
        /// Its layers are the network's nodes, in their order, and its modules the network's.
        package let expanded: ExpandedNetwork
    }

    /// The spec as one file, in YAML.
    package var resolvedText: String {
        get throws { try resolved.text() }
    }
}
