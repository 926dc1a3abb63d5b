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
            guard Self.isSchema(try SourceFile.read(path).text) else {
                throw ForeignFile(path, mustBe: "a schema that netspec made")
            }
        } catch is DiagnosticsError {
            throw ForeignFile(path, mustBe: "a schema that netspec made")
        } catch is FileError {
            // There is no such file yet; where it cannot be read, it cannot be replaced either, and that is told.
        }
        try DurableFile.write(Array(text().utf8), to: path)
    }
}
