import Files
import Glibc

/// The control group that this process is in, version 1 or 2, as far as it limits memory.
package struct ControlGroup: Sendable {
    /// Where the groups' files are: `/sys/fs/cgroup`.
    private let root: String
    /// The text of `/proc/self/cgroup`: lines such as `4:memory:/group` (version 1) and `0::/group` (version 2).
    private let membership: String

    package init(root: String, membership: String) {
        self.root = root
        self.membership = membership
    }

    static var current: ControlGroup {
        ControlGroup(root: "/sys/fs/cgroup", membership: (try? text(ofFile: "/proc/self/cgroup")) ?? "")
    }

    /// Bytes that are left under the tightest limit of the group and those around it; nil where there is none. What
    /// only caches files counts as left.
    package var available: Int? {
        let folders = membership.split(separator: "\n").flatMap { line -> [(path: String, names: Names)] in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return [] }
            let controllers = parts[1].split(separator: ",")
            if parts[0] == "0", controllers.isEmpty { return chain(root, parts[2]).map { ($0, .version2) } }
            return controllers.contains("memory") ? chain("\(root)/memory", parts[2]).map { ($0, .version1) } : []
        }
        return folders.compactMap { left(in: $0.path, $0.names) }.min()
    }

    /// What the files of a group are called.
    private struct Names {
        let limit: String
        let usage: String
        let cache: String

        static let version1 = Names(
            limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes", cache: "total_inactive_file")
        static let version2 = Names(limit: "memory.max", usage: "memory.current", cache: "inactive_file")
    }

    /// The folder of a group and those of the groups around it. In a container the group may have another name inside than
    /// outside; the root is then the group.
    private func chain(_ root: String, _ group: Substring) -> [String] {
        let names = group.split(separator: "/")
        return (0...names.count).map { ([root] + names.prefix($0).map(String.init)).joined(separator: "/") }
    }

    private func left(in folder: String, _ names: Names) -> Int? {
        func number(_ file: String) -> Int? {
            (try? text(ofFile: "\(folder)/\(file)")).flatMap { Int($0.filter { !$0.isWhitespace }) }
        }
        // Version 1 says "no limit" by the largest multiple of a page.
        guard let limit = number(names.limit), limit < Int.max / 2, let usage = number(names.usage) else { return nil }
        let lines = ((try? text(ofFile: "\(folder)/memory.stat")) ?? "").split(separator: "\n")
        let cache = lines.first { $0.hasPrefix("\(names.cache) ") }?.split(separator: " ").last.flatMap { Int($0) }
        return max(0, limit - max(0, usage - (cache ?? 0)))
    }
}
