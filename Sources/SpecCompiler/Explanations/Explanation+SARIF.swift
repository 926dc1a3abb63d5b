package import Diagnostics

extension Explanation {
    /// What a SARIF log says of the code.
    package var rule: SARIFRule {
        SARIFRule(code: code, summary: summary, text: text, severity: severity)
    }

    /// What its diagnostics are where the spec says nothing of it.
    private var severity: Diagnostic.Severity {
        LintCatalogue.lints.contains { $0.code == code } ? .warning : .error
    }
}
