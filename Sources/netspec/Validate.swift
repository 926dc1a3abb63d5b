import ArgumentParser
import Diagnostics
import SpecCompiler

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "validate", takes: "<specs> ...",
        "Shows every mistake in specs, with line, column, caret and remedy.",
        examples: [
            "netspec validate Specs/googlenet-cifar10.yaml", "netspec validate nets/mine.yaml --watch",
            "netspec validate nets/mine.yaml --fix",
        ])

    @Argument(help: "The specs to check.", completion: .specs)
    var specs: [String]

    @OptionGroup var spec: SpecOptions

    @Flag(help: "Check again whenever a spec, or a file that it names, is saved; Ctrl-C ends it.")
    var watch = false

    @Flag(help: "Change the files as remedies say, where they leave no choice, and check again.")
    var fix = false

    @Option(help: "How to write the result; sarif is for tools that review code.")
    var format: Format = .text

    func validate() throws {
        if fix, watch {
            throw ValidationError("--fix and --watch do not go together: a file is watched for your changes")
        }
    }

    func run() throws {
        try reporting {
            if watch { try checkForever() }
            var check = try SpecCheck(of: specs, options: spec)
            if fix, check.diagnostics.contains(where: { !$0.edits.isEmpty }) {
                try correct(check)
                check = try SpecCheck(of: specs, options: spec)
            }
            try report(check)
            if !check.isValid { throw ExitCode(check.isUnreadable ? 2 : 1) }
        }
    }

    private func report(_ check: SpecCheck) throws {
        switch format {
        case .json: try Terminal.write(try json(Report(check)))
        case .sarif:
            let log = SARIFLog(
                check.diagnostics, version: Netspec.configuration.version,
                rules: ExplanationCatalogue.explanations.map(\.rule), isComplete: !check.isUnreadable)
            try Terminal.write(try json(log))
        case .text:
            try Terminal.write(check.validSpecs.map { "\($0): valid\n" }.joined())
            if !check.diagnostics.isEmpty { Terminal.say(Terminal.diagnosticText.render(check.diagnostics)) }
        }
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, sarif
    }

    private struct Report: Encodable {
        let valid: Bool
        let diagnostics: [DiagnosticJSON]

        init(_ check: SpecCheck) {
            valid = check.isValid
            diagnostics = check.diagnostics.map { DiagnosticJSON($0) }
        }
    }
}

extension Validate {
    /// Checks, waits for a file to be saved, checks again, until the user ends it.
    private func checkForever() throws -> Never {
        StopRequest.endAtInterrupt()
        var stamps = FileStamps(specs)
        while true {
            var check = try SpecCheck(of: specs, options: spec)
            // Files must be stamped before they are read, and which they are is only known from reading.
            while Set(check.files) != Set(stamps.paths) {
                stamps = FileStamps(check.files)
                check = try SpecCheck(of: specs, options: spec)
            }
            if Terminal.isScreen { try Terminal.write(Terminal.clearing) }
            if format == .text { try Terminal.write("checked at \(Terminal.timeOfDay)\n") }
            try report(check)
            stamps.waitForChange()
            stamps = FileStamps(stamps.paths)
        }
    }
}
