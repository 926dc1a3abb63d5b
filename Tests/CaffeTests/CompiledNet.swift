import Caffe
import Diagnostics
import SpecCompiler
import SpecSyntax
import TestSupport
import Testing

/// A Caffe file of `Networks` beside this file.
func caffeFile(_ name: String, sourceFile: String = #filePath) throws -> SourceFile {
    try SourceFile.read(
        sourceFile.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/Networks/\(name)")
}

/// What came of translating a Caffe file.
struct Translated {
    let tree: SyntaxNode?
    let diagnostics: [Diagnostic]

    /// - Parameter files: what a solver can name, by path.
    init(_ file: SourceFile, files: [String: SourceFile] = [:]) {
        let collector = DiagnosticCollector()
        tree = CaffeReader.read(file, into: collector) { files[$0.value] }
        diagnostics = collector.diagnostics
    }

    init(_ text: String, files: [String: String] = [:]) {
        self.init(
            SourceFile(path: "net.prototxt", text: text),
            files: files.mapValues { SourceFile(path: "other.prototxt", text: $0) })
    }

    /// What a field of the spec says, as YAML would on one line; nil where the spec has none.
    subscript(field: String) -> String? { tree?[field]?.description }

    /// The steps, each on one line: `convolution {name: conv1, filters: 8}`.
    var steps: [String] { (tree?["network"]?.sequence ?? []).map(\.description) }
}

/// The experiment that files are, the first of them the one that is given; warnings are allowed.
func compiled(_ files: [String: String], _ path: String) throws -> Experiment {
    let result = try SpecCompiler.compile(path, from: .memory(files))
    return try #require(result.experiment, "\(result.diagnostics.map(described))")
}

/// The experiment that a Caffe network is.
func compiled(_ file: SourceFile) throws -> Experiment { try compiled(["net.prototxt": file.text], "net.prototxt") }

/// The experiment that a spec in YAML is.
func compiled(yaml text: String) throws -> Experiment { try compiled(["net.yaml": text], "net.yaml") }
