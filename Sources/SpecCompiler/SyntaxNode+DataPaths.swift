import Recipes
import SpecSyntax

extension SyntaxNode {
    /// A spec in which the paths of the data stand as they can be opened from anywhere: what a spec says relative to its file
    /// would mean another place where a run keeps it.
    ///
    /// - Parameter root: the path of the spec, for words of the command line.
    func openingData(root: String, in sources: SourceProvider) -> SyntaxNode {
        mappingValues { entry in
            guard entry.key == "data" else { return entry.value }
            return entry.value.mappingValues { entry in
                guard entry.key == "source", let use = NamedUse(entry.value),
                    let choice = DataSourceCatalogue.choices.first(where: { $0.name == use.name })
                else { return entry.value }
                return entry.value.mappingValues { use in
                    if choice.mainField.map(choice.pathFields.contains) == true, use.value.scalar != nil {
                        return use.value.asOpened(root: root, in: sources)
                    }
                    return use.value.mappingValues { field in
                        choice.pathFields.contains(field.key)
                            ? field.value.asOpened(root: root, in: sources) : field.value
                    }
                }
            }
        }
    }

    private func asOpened(root: String, in sources: SourceProvider) -> SyntaxNode {
        guard let scalar, !isEmpty, !scalar.text.isEmpty else { return self }
        return SyntaxNode(
            .scalar(Scalar(FilePath(self, root: root, in: sources).absolute, isPlain: scalar.isPlain)), at: span,
            provenance: provenance)
    }
}
