import ArgumentParser
import Diagnostics
import Files
import Netspec
import SpecCompiler
import Training

/// Runs a command's body; what it throws becomes a message and the exit code that stands for its kind.
func reporting(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as ExitCode {
        throw error
    } catch let error as DiagnosticsError {
        Terminal.say(Terminal.diagnosticText.render(error.diagnostics))
        throw ExitCode(1)
    } catch let error as any UserMistake {
        say(error, help: error.help)
        throw ExitCode(1)
    } catch {
        say(error, help: remedy(for: error))
        throw ExitCode(2)
    }
}

/// Says what went wrong, and what helps.
func say(_ error: any Error, help: String?) {
    sayError("\(error)", help: help)
}

/// The same in words, in which there may be names from outside.
func sayError(_ message: String, help: String?) {
    Terminal.say("error: \(printable(message))" + (help.map { "\n  = help: \(printable($0))" } ?? ""))
}

/// The experiment of a spec without errors. Warnings are said.
///
/// - Parameters:
///   - assertions: those of which it is an error that they do not hold; all where something is trained or judged.
///   - saysWarnings: not where the spec is that of a run, which was told of them when it began.
/// - Throws: `DiagnosticsError` when there are errors.
func compiled(
    _ path: String, _ options: SpecOptions, assertions: HeldAssertions = .unchanged, saysWarnings: Bool = true
) throws -> Experiment {
    let result = try SpecCompiler.compile(
        path, overrides: options.overrides, isStrict: options.strict, assertions: assertions)
    return try experiment(of: result, saysWarnings: saysWarnings)
}

/// The experiment of the spec that weights belong to, as the other gives it; its assertions must hold.
func compiled(_ source: WeightsSource, _ options: SpecOptions, saysWarnings: Bool = true) throws -> Experiment {
    try experiment(
        of: SpecCompiler.compile(source.spec, overrides: options.overrides, isStrict: options.strict),
        saysWarnings: saysWarnings)
}

private func experiment(of result: Compilation, saysWarnings: Bool) throws -> Experiment {
    guard let experiment = result.experiment else { throw DiagnosticsError(result.diagnostics) }
    if saysWarnings, !result.diagnostics.isEmpty {
        Terminal.say(Terminal.diagnosticText.render(result.diagnostics))
    }
    return experiment
}

/// A result as JSON: keys in a stable order, slashes as they are.
func json(_ value: some Encodable) throws -> String {
    String(decoding: try encodedJSON(value), as: UTF8.self) + "\n"
}
