/// Where a stage puts the mistakes it finds, in the order in which it finds them.
///
/// A stage makes one, passes it down to whatever reads on its behalf, and returns the contents; it does not outlive the
/// stage.
package final class DiagnosticCollector {
    package private(set) var diagnostics: [Diagnostic] = []

    package init() {}

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    package func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }
}

/// The mistakes that stopped a stage.
package struct DiagnosticsError: Error {
    package let diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }

    package init(_ diagnostic: Diagnostic) {
        self.diagnostics = [diagnostic]
    }
}
