import Diagnostics
import Foundation
import SpecCompiler
import Testing

/// The specs that come with the program.
enum Specs {
    static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/Specs"
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

/// The experiment of steps alone, on pictures of three channels and 32×32.
func experiment(steps: String, modules: String = "", more: String = "") throws -> Experiment {
    try experiment(
        "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\n\(modules)\nnetwork:\n\(steps)\n\(more)\n")
}
