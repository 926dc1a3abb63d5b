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

    /// `6:43: `kernal` is now `kernel``, `1:1: the line `netspec: 1` is put in`.
    private func words(_ edit: TextEdit) -> String {
        let start = edit.span.start
        // Where a line is put in, its end is too, and what is before the next one.
        let lines = edit.text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy { $0 == " " } }
        let isLine = edit.text.contains(where: \.isNewline)
        let new = lines.map { "`\(abbreviated(String(isLine ? $0.drop { $0 == " " } : $0)))`" }.joined(separator: ", ")
        let noun = isLine ? "the \(lines.count == 1 ? "line" : "lines") " : ""
        let change =
            edit.span.text == ""
            ? "\(noun)\(new) \(lines.count > 1 ? "are" : "is") put in"
            : "\(edit.span.text.map { "`\(abbreviated($0))`" } ?? "some lines") is now \(noun)\(new.isEmpty ? "``" : new)"
        return printable("\(start.line):\(start.column): \(change)")
    }
}
