import Diagnostics
import Files
import SpecCompiler
import SpecSyntax

extension EditorSchema {
    /// Writes the schema to a file that is new, or holds a schema made here.
    ///
    /// - Throws: `ForeignFile` when it holds something else; `FileError` when it cannot be written.
    func write(to path: String) throws {
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
private struct ForeignFile: UserMistake, CustomStringConvertible {
    let path: String

    var description: String { "`\(path)` must be new or a schema that netspec made, and holds something else" }
    var help: String? { "choose another name, or remove the file" }
}
