import Diagnostics
import Layers
import SpecModules
package import SpecSyntax

extension EditorSchema {
    /// The schema of the language, and of the modules that some specs and libraries define, include or extend.
    ///
    /// - Throws: `DiagnosticsError` when a file or a module in it has mistakes, `FileError` when it cannot be read.
    package static func make(
        for paths: [String], from sources: SourceProvider = .disk
    ) throws -> EditorSchema {
        let collector = DiagnosticCollector()
        let layerNames = Set(LayerCatalogue.kinds.map(\.name))
        let libraries = try paths.compactMap { path -> ModuleLibrary? in
            let file = try sources.readSpec(path)
            guard let tree = sources.tree(of: file, into: collector),
                let whole = ExtendsLoader.load(tree, in: file, from: sources, into: collector)
            else { return nil }
            return LibraryLoader.load(
                from: whole.tree, at: path, in: sources, edits: whole.libraryEdits, layerNames: layerNames,
                into: collector)
        }
        if collector.hasErrors { throw DiagnosticsError(collector.diagnostics) }
        return EditorSchema(libraries: libraries)
    }
}
