import Diagnostics

/// Runs the lints over a spec.
struct Linter {
    /// Reports what the lints find, each at the level that the spec, or the step concerned, gives it.
    static func run(_ subject: LintSubject, into collector: DiagnosticCollector) {
        for lint in LintCatalogue.lints {
            for finding in lint.findings(subject) {
                guard let severity = subject.levels.level(of: lint.code, at: finding.node).severity else { continue }
                collector.report(
                    Diagnostic(
                        lint.code, finding.message, at: finding.span, help: finding.help, notes: finding.notes,
                        severity: severity))
            }
        }
    }
}
