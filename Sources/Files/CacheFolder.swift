import Glibc

/// The folder of the user, as `HOME` names it; nil where it does not, or names it from the folder at hand.
package var homeFolder: String? { absoluteVariable("HOME") }

/// The folder in which programs keep what they can make again: `XDG_CACHE_HOME`, or `~/.cache`. Nil where there is neither.
package var cacheFolder: String? { absoluteVariable("XDG_CACHE_HOME") ?? homeFolder.map { $0 + "/.cache" } }

private func absoluteVariable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let path = String(cString: value)
    return path.hasPrefix("/") ? path : nil
}
