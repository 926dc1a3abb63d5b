package import Diagnostics

/// A path that a spec or a library names, as a file can be opened by it.
package struct FilePath {
    /// From where the program runs.
    package let path: String
    /// The same for every way of writing it; the path itself where there is no such file.
    package let identity: String
    private let sources: SourceProvider

    /// - Parameter root: the path of the spec, for words of the command line.
    package init(_ node: SyntaxNode, root: String, in sources: SourceProvider) {
        let written = node.scalar?.text ?? ""
        let file = node.span.file
        self.init(path: Self.resolved(written, from: file.isArgument ? root : file.path), in: sources)
    }

    package init(path: String, in sources: SourceProvider) {
        self.path = path
        self.sources = sources
        identity = sources.identity(of: path)
    }

    /// The path from the root of the file system; of texts in memory, as it is.
    package var absolute: String {
        guard sources.readsDisk, !identity.hasPrefix("/") else { return sources.readsDisk ? identity : path }
        return realPath(".").map { "\($0)/\(identity)" } ?? identity
    }

    /// A path is relative to the file that names it.
    private static func resolved(_ written: String, from path: String) -> String {
        if written.hasPrefix("/") { return written }
        guard let slash = path.lastIndex(of: "/") else { return written }
        return path[...slash] + written
    }
}

extension FilePath {
    /// The file's text; nil, with the reason reported, when it cannot be read.
    ///
    /// - Parameters:
    ///   - budget: how many bytes may be read, less those that are.
    ///   - note: where the file is named, for what is reported in it.
    ///   - missing: what to say of a file that the machine does not give, from the machine's reason.
    package func read(
        budget: inout Int, into collector: DiagnosticCollector, note: Diagnostic.Note,
        missing: (String) -> Diagnostic
    ) -> SourceFile? {
        collector.reads(path)
        do {
            let file = try sources.read(path, limit: budget)
            budget -= file.text.utf8.count
            collector.remember(file, by: note)
            return file
        } catch let error as DiagnosticsError {
            error.diagnostics.forEach(collector.report)
        } catch {
            collector.report(missing("\(error)"))
        }
        return nil
    }
}
