import Files
import FoundationEssentials
import Glibc

/// Runs `body` with a new folder, which is removed with all that is in it; in `TMPDIR`, or `/tmp`.
///
/// - Throws: `FileError` when the machine will not make it; what `body` throws.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let pattern = "\(parent.isEmpty ? "/tmp" : parent)/netspec-XXXXXX"
    var template = Array(pattern.utf8CString)
    guard let made = mkdtemp(&template) else { throw FileError.last(.makeFolder, pattern) }
    let path = String(cString: made)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}
