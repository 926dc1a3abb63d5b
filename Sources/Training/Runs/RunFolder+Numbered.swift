import Files
import Glibc

extension RunFolder {
    /// Makes the first of `runs/NAME`, `runs/NAME-2`, … that is not there yet, for whoever asks first: processes that begin at
    /// the same time get one each.
    package static func makeNumbered(for name: String) throws -> String {
        let safe = safeName(name)
        try makeFolders("runs")
        var number = 1
        while true {
            let path = "runs/\(safe)" + (number == 1 ? "" : "-\(number)")
            if mkdir(path, 0o777) == 0 { return path }
            guard errno == EEXIST else { throw FileError.last(.makeFolder, path) }
            number += 1
        }
    }

    /// A network's name as that of a file or folder.
    package static func safeName(_ name: String) -> String {
        String(name.map { $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : "-" })
    }

    /// Takes such a folder back in which nothing was begun.
    package static func removeIfEmpty(_ path: String) { rmdir(path) }
}
