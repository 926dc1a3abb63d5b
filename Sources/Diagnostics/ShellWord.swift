/// The path of a file as an argument that no command takes for an option: `./-x` for `-x`.
package func argumentPath(_ path: String) -> String { path.hasPrefix("-") ? "./" + path : path }

/// A word as a shell takes it.
package func shellWord(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "/._-+=:,@".contains($0) }
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    return isPlain ? word : "'" + parts.joined(separator: "'\\''") + "'"
}
