import Diagnostics
import Files
import Layers
import SpecModules
package import SpecSyntax
import Training

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
                from: whole.tree, at: path, in: sources, layerNames: layerNames, into: collector)
        }
        if collector.hasErrors { throw DiagnosticsError(collector.diagnostics) }
        return EditorSchema(libraries: libraries)
    }

    /// Writes the schema to a file that is new, or holds a schema made here.
    ///
    /// - Throws: `ForeignFile` when it holds something else; `FileError` when it cannot be written.
    package func write(to path: String) throws {
        do {
            guard Self.isSchema(try SourceFile.read(path).text) else { throw ForeignFile(path: path) }
        } catch is DiagnosticsError {
            throw ForeignFile(path: path)
        } catch is FileError {
            // There is no such file yet; where it cannot be read, it cannot be replaced either, and that is told.
        }
        try DurableFile.write(Array(text().utf8), to: path)
    }
}

/// A file that something else than `netspec schema` has made, and that it must not replace.
struct ForeignFile: UserMistake, CustomStringConvertible {
    let path: String

    var description: String { "`\(path)` must be new or a schema that netspec made, and holds something else" }
    var help: String? { "choose another name, or remove the file" }
}
