import Diagnostics

/// Runs the lints over a spec.
struct Linter {
    /// Reports what the lints find, each at the level that the spec gives it.
    static func run(_ subject: LintSubject, settings: LintSettings, into collector: DiagnosticCollector) {
        for lint in LintCatalogue.lints {
            guard let severity = settings.level(of: lint).severity else { continue }
            for finding in lint.findings(subject) {
                collector.report(
                    Diagnostic(
                        lint.name, finding.message, at: finding.span, help: finding.help, notes: finding.notes,
                        severity: severity))
            }
        }
    }
}
