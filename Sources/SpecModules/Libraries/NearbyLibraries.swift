import Diagnostics
import SpecSyntax

/// Libraries that a spec does not include and could: those in its folder and in the folder `modules` there. For the help
/// with a module that is unknown; looked for once.
final class NearbyLibraries {
    private static let folders = ["modules/", ""]
    private static let mostFiles = 50
    /// Larger files are not looked into: this is a guess, and must not take long.
    private static let largestFile = 1 << 16

    private let sources: SourceProvider
    /// By the folder of the file that could include them: the paths of libraries, by the modules that they define.
    private var known: [String: [String: String]] = [:]

    init(in sources: SourceProvider) {
        self.sources = sources
    }

    /// The path of a library with a module of a name, as `file` would include it; nil where there is none.
    func path(defining module: String, for file: SourceFile) -> String? {
        guard !file.isArgument else { return nil }
        let folder = file.path.lastIndex(of: "/").map { String(file.path[...$0]) } ?? ""
        let paths = known[folder] ?? self.paths(from: folder)
        known[folder] = paths
        return paths[module]
    }

    private func paths(from folder: String) -> [String: String] {
        let files = Self.folders.flatMap { inner in
            sources.specs(in: folder + inner == "" ? "." : folder + inner).map { inner + $0 }
        }
        var paths: [String: String] = [:]
        for path in files.prefix(Self.mostFiles) {
            for module in modules(of: folder + path) where paths[module] == nil { paths[module] = path }
        }
        return paths
    }

    /// The modules of a library; none of what is no library, or cannot be read.
    private func modules(of path: String) -> [String] {
        guard let file = try? sources.read(path, limit: Self.largestFile),
            let tree = sources.tree(of: file, into: DiagnosticCollector()), tree["network"] == nil
        else { return [] }
        return tree["modules"]?.mapping?.map(\.key) ?? []
    }
}
