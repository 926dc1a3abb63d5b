import Diagnostics
import Networks

/// A path names no layer and no use of a module.
package struct UnknownPath: UserMistake {
    let path: String
    let network: String
    let meant: String?

    package var description: String { "`\(printable(path))` names no layer and no module of `\(printable(network))`" }

    package var help: String? {
        meant.map { "write `\($0)`" } ?? "`netspec summary SPEC --flat` lists all layers"
    }
}

extension UnknownPath {
    init(_ path: String, in network: Network) {
        let known = (network.modules.map(\.path) + network.auxiliaries.map(\.path)) + network.nodes.map(\.path)
        self.init(
            path: path, network: network.name,
            meant: corrected(path, among: known) ?? known.first { $0.hasSuffix("/" + path) })
    }
}

/// The path most likely meant: name by name, each unknown one replaced by the nearest at its place.
private func corrected(_ path: String, among known: [String]) -> String? {
    var found = ""
    for name in path.split(separator: "/") {
        let names = known.filter { $0.hasPrefix(found) }.map { String($0.dropFirst(found.count).prefix { $0 != "/" }) }
        guard
            let next = names.contains(String(name))
                ? String(name) : nearestName(to: String(name), among: Set(names).sorted())
        else { return nil }
        found += next + "/"
    }
    let meant = String(found.dropLast())
    return known.contains(meant) ? meant : nil
}
