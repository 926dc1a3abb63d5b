/// Where the file may lie that a solver names. Caffe's own files name it from the folder in which Caffe is started, which is
/// seldom the solver's.
package struct NetPath {
    /// In this order: from the solver's folder, from each folder around that, from here, and a file of that name beside the solver.
    package static func candidates(_ path: String, of solver: String) -> [String] {
        guard !path.hasPrefix("/") else { return [path] }
        let parts = solver.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let around = stride(from: parts.count, through: 0, by: -1).prefix(mostFolders).map { count in
            let folder = parts.prefix(count).joined(separator: "/")
            return count == 0 ? path : "\(folder)/\(path)"
        }
        let beside = path.split(separator: "/").last.map { (parts + [$0]).joined(separator: "/") }
        var seen: Set<String> = []
        return (around + [path] + [beside].compactMap { $0 }).filter { seen.insert($0).inserted }
    }

    private static let mostFolders = 32
}
