import Diagnostics
import Files
import SpecCompiler
import SpecSyntax

/// What came of checking some specs.
struct SpecCheck {
    /// In the order of the specs.
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var validSpecs: [String] = []
    /// Of the valid specs.
    private(set) var experiments: [Experiment] = []
    private(set) var isValid = true
    private(set) var isUnreadable = false
    /// The specs, and every file that one of them includes or would.
    private(set) var files: [String]

    /// - Parameter assertions: those of which it is an error that they do not hold.
    init(of specs: [String], options: SpecOptions, assertions: HeldAssertions = .all) throws {
        files = specs
        for path in specs {
            do {
                let result = try SpecCompiler.compile(
                    path, overrides: options.overrides, isStrict: options.strict, assertions: assertions)
                diagnostics += result.diagnostics
                files += result.files
                if let experiment = result.experiment {
                    validSpecs.append(path)
                    experiments.append(experiment)
                } else {
                    isValid = false
                }
            } catch let error as FileError {
                let place = SourceSpan.beginning(of: SourceFile(path: path, text: ""))
                diagnostics.append(Diagnostic(.unreadableFile, "\(error)", at: place, help: error.help))
                (isValid, isUnreadable) = (false, true)
            }
        }
    }
}
