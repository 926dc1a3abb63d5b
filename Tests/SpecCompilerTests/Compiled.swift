import Diagnostics
import Foundation
import Layers
import Networks
import SpecCompiler
import Tensors
import Testing

/// The specs that come with the program.
enum Specs {
    static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/Specs"

    /// Every spec, in the folders of its families too; libraries are none.
    static func paths() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".yaml") && !$0.contains("modules/") }.sorted().map { "\(folder)/\($0)" }
    }
}

/// The experiment of a spec that must be right.
func experiment(at path: String, set overrides: [String] = []) throws -> Experiment {
    let result = try SpecCompiler.compile(path, overrides: overrides)
    return try #require(result.experiment, "\(DiagnosticText(colour: false).render(result.diagnostics))")
}

/// The experiment of a spec's text that must be right, in a file called `name`.
func experiment(_ text: String, name: String = "spec.yaml", set overrides: [String] = []) throws -> Experiment {
    let result = SpecCompiler.compile(text: text, named: name, overrides: overrides)
    return try #require(result.experiment, "\(DiagnosticText(colour: false).render(result.diagnostics))")
}

/// The network of steps alone, on pictures of three channels and 8×8.
func network(_ steps: String, modules: String = "") throws -> Network {
    try experiment("netspec: 1\ninput: {channels: 3, height: 8, width: 8}\n\(modules)\nnetwork:\n\(steps)\n").network
}

/// The mistakes of a spec's text, as `code: message`; warnings are none.
func mistakes(_ text: String, set overrides: [String] = []) -> [String] {
    let result = SpecCompiler.compile(text: text, overrides: overrides)
    #expect((result.experiment == nil) == result.diagnostics.contains { $0.severity == .error })
    return result.diagnostics.filter { $0.severity == .error }.map { "\($0.code): \($0.message)" }
}

extension Network {
    /// Learned numbers of a layer, or of all layers of a module.
    func parameterCount(at path: String) throws -> Int {
        if let module = modules.first(where: { $0.path == path }) {
            return nodes[module.nodes].reduce(0) { $0 + $1.parameters.elementCount(.learned) }
        }
        return try #require(nodes.first { $0.path == path }).parameters.elementCount(.learned)
    }

    func lengths(at path: String) throws -> [Int] {
        shape(of: try #require(value(at: path), "there is no `\(path)`")).lengths
    }
}
