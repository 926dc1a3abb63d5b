import ArgumentParser
import Diagnostics
import SpecCompiler
import SpecSyntax

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Shows every mistake in specs, with line, column, caret and remedy.",
        discussion: "Example: netspec validate Specs/googlenet-cifar10.yaml")

    @Argument(help: "The specs to check.")
    var specs: [String]

    @OptionGroup var spec: SpecOptions

    @Option(help: "How to write the result: text, json, or sarif for tools that review code.")
    var format: Format = .text

    func run() throws {
        try reporting {
            var diagnostics: [Diagnostic] = []
            var isValid = true
            var isUnreadable = false
            for path in specs {
                do {
                    let result = try SpecCompiler.compile(path, overrides: spec.overrides, isStrict: spec.strict)
                    diagnostics += result.diagnostics
                    if result.experiment == nil { isValid = false }
                    if format == .text, result.experiment != nil { try Terminal.write("\(path): valid\n") }
                } catch let error as FileError {
                    let place = SourceSpan.beginning(of: SourceFile(path: path, text: ""))
                    diagnostics.append(
                        Diagnostic("unreadable-file", "\(error)", at: place, help: remedy(for: error)))
                    (isValid, isUnreadable) = (false, true)
                }
            }
            switch format {
            case .json: try Terminal.write(try json(Report(valid: isValid, diagnostics: diagnostics)))
            case .sarif:
                let log = SARIFLog(
                    diagnostics, version: Netspec.configuration.version,
                    rules: ExplanationCatalogue.explanations.map(\.rule), isComplete: !isUnreadable)
                try Terminal.write(try json(log))
            case .text where !diagnostics.isEmpty:
                Terminal.say(Terminal.diagnosticText.render(diagnostics))
            case .text: break
            }
            if !isValid { throw ExitCode(isUnreadable ? 2 : 1) }
        }
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, sarif
    }

    private struct Report: Encodable {
        let valid: Bool
        let diagnostics: [DiagnosticJSON]

        init(valid: Bool, diagnostics: [Diagnostic]) {
            self.valid = valid
            self.diagnostics = diagnostics.map { DiagnosticJSON($0) }
        }
    }
}
