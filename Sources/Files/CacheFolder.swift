import Glibc

/// The folder in which programs keep what they can make again: `XDG_CACHE_HOME`, or `~/.cache`. Nil where there is neither.
package var cacheFolder: String? {
    if let folder = getenv("XDG_CACHE_HOME").map({ String(cString: $0) }), folder.hasPrefix("/") { return folder }
    return getenv("HOME").map { String(cString: $0) + "/.cache" }
}
