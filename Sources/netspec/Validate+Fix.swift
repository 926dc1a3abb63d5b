import Diagnostics
import Files
import Glibc
import SpecCompiler
import SpecSyntax

extension Validate {
    /// Makes the changes that remedies ask for, and says which. A file in which two of them overlap stays as it is, as does
    /// one that has changed meanwhile.
    ///
    /// - Throws: `FileError` when a file cannot be written.
    func correct(_ check: SpecCheck) throws {
        for file in Corrections(check.diagnostics).files {
            guard let text = file.text else {
                Terminal.say(
                    "`\(printable(file.path))` stays as it is: two changes overlap; make one of them, and try again")
                continue
            }
            guard let path = realPath(file.path), length(ofFile: path) != nil else {
                Terminal.say("`\(printable(file.path))` stays as it is: it is not a regular file")
                continue
            }
            let written = try bytes(ofFile: path, limit: SourceFile.largestSize)
            let mark: [UInt8] = written.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
            guard let old = file.edits.first?.span.file.text, written == mark + Array(old.utf8) else {
                Terminal.say("`\(printable(file.path))` stays as it is: it has changed since it was read")
                continue
            }
            try DurableFile.replace(path, by: mark + Array(text.utf8))
            Terminal.say("`\(printable(file.path))`: \(counted(file.edits.count, "change"))")
            for edit in file.edits { Terminal.say("  \(words(edit))") }
        }
    }

    /// `6:43: `kernal` is now `kernel``
    private func words(_ edit: TextEdit) -> String {
        let start = edit.span.start
        let old = edit.span.text.map { $0.isEmpty ? "nothing" : "`\(abbreviated($0))`" } ?? "some lines"
        return printable("\(start.line):\(start.column): \(old) is now `\(abbreviated(edit.text))`")
    }
}
