import Files
import FoundationEssentials
import Glibc

/// Runs `body` with a new folder, which is removed with all that is in it; among the system's temporary files (`TMPDIR`).
///
/// - Throws: `FileError` when the machine will not make it; what `body` throws.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let pattern = FileManager.default.temporaryDirectory.appendingPathComponent("netspec-XXXXXX").path
    var template = Array(pattern.utf8CString)
    guard let made = mkdtemp(&template) else { throw FileError.last(.makeFolder, pattern) }
    let path = String(cString: made)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}
