import Diagnostics
import Files
package import SpecSyntax

extension Notation {
    /// Caffe's networks and solvers, in protobuf's text format.
    package static let prototxt = Notation(extensions: ["prototxt", "pbtxt"]) { file, sources, collector in
        CaffeReader.read(file, into: collector, open: opening(file, sources, collector))
    }

    /// How the network is read that a solver names.
    static func opening(
        _ solver: SourceFile, _ sources: SourceProvider, _ collector: DiagnosticCollector
    ) -> CaffeReader.Opening {
        { net($0, namedIn: solver, from: sources, into: collector) }
    }

    /// The first of the files that a path in a solver may mean; nil, with the reason reported, where none of them is there.
    private static func net(
        _ path: Located<String>, namedIn solver: SourceFile, from sources: SourceProvider,
        into collector: DiagnosticCollector
    ) -> SourceFile? {
        let candidates = NetPath.candidates(path.value, of: solver.path)
        for candidate in candidates {
            collector.reads(candidate)
            do {
                return try sources.read(candidate)
            } catch let error as DiagnosticsError {
                error.diagnostics.forEach(collector.report)
                return nil
            } catch {
                continue
            }
        }
        collector.report(
            Diagnostic(
                .unreadableNet, "the network `\(abbreviated(path.value))` must be a file that can be read",
                at: path.span,
                help: "write its path from the solver's folder, or from a folder around it",
                notes: [.init("looked for as \(listed(candidates, most: 6))", at: nil)]))
        return nil
    }
}
