import Files
import Glibc
import Recipes

/// The files of a set as its makers distribute them.
struct StandardFiles {
    /// The name of the source in specs.
    let source: String
    /// The folder that the set's archive unpacks to.
    let folder: String
    /// What to get, for help: ``the archive `cifar-10-binary.tar.gz` …``.
    let archive: String
    /// The wanted files, each with all the names it goes by.
    let files: [[String]]

    /// What fetches them.
    fileprivate var command: String { "netspec data fetch \(source)" }
}

/// A folder that holds the files of a set.
package struct DataFolder {
    let path: String
    private let wanted: StandardFiles

    /// The folder a user chose: `--data`, or else the environment's `NETSPEC_DATA`; or else the usual one, where it is there.
    package static func path(option: String?) -> String? {
        option ?? variable("NETSPEC_DATA") ?? usualPath.flatMap { isFolder($0) ? $0 : nil }
    }

    /// Where sets are fetched to: the folder a user chose, or else the usual one; nil where there is no home for that.
    package static func pathToFetch(option: String?) -> String? { option ?? variable("NETSPEC_DATA") ?? usualPath }

    /// `netspec/data` in `XDG_DATA_HOME`, or in `~/.local/share`.
    private static var usualPath: String? {
        if let folder = variable("XDG_DATA_HOME"), folder.hasPrefix("/") { return "\(folder)/netspec/data" }
        return homeFolder.map { "\($0)/.local/share/netspec/data" }
    }

    /// Of the environment; nil where it is empty.
    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// Finds the folder of a set: `chosen` itself, or the standard folder in it.
    init(of wanted: StandardFiles, in chosen: String?) throws {
        self.wanted = wanted
        guard let chosen else {
            throw DataError(
                "the data set `\(wanted.source)` is read from files, and no data folder is given",
                help:
                    "fetch it with `\(wanted.command)`, or give the folder with `--data DIR` or in `NETSPEC_DATA`; it must hold \(wanted.archive)"
            )
        }
        guard try isThere(chosen) else {
            throw DataError(
                "there is no folder `\(chosen)` to read the data set `\(wanted.source)` from",
                help: "give a folder that holds \(wanted.archive); `\(wanted.command)` fetches them")
        }
        let folders = [chosen, joined(chosen, wanted.folder)]
        let missing = try folders.map { folder in
            try wanted.files.filter { names in try !names.contains { try isThere(joined(folder, $0)) } }
        }
        let best = missing[1].count < missing[0].count ? 1 : 0
        path = folders[best]
        guard !missing[best].isEmpty else { return }
        let list = missing[best].map { "`\($0[0])`" }.joined(separator: ", ")
        let help = "put there \(wanted.archive), or fetch them with `\(wanted.command)`"
        if missing[best].count == wanted.files.count {
            throw DataError(
                "neither `\(folders[0])` nor `\(folders[1])` holds the files of `\(wanted.source)`: \(list)", help: help
            )
        }
        throw DataError("`\(path)` lacks \(list) of the data set `\(wanted.source)`", help: help)
    }

    /// The path of a wanted file, by the first of its names that is there.
    func file(_ name: String) throws -> String {
        let names = wanted.files.first { $0[0] == name } ?? [name]
        let found = try names.first { try isThere(joined(path, $0)) }
        return joined(path, found ?? name)
    }

    /// The path of a file that may be missing.
    func optionalFile(_ name: String) throws -> String? {
        try isThere(joined(path, name)) ? joined(path, name) : nil
    }
}

private func isThere(_ path: String) throws(FileError) -> Bool {
    var status = stat()
    if stat(path, &status) == 0 { return true }
    guard errno == ENOENT || errno == ENOTDIR else { throw FileError.last(.read, path).ofData }
    return false
}
