/// Where a stage puts the mistakes it finds, in the order in which it finds them.
///
/// A mistake that is met again, as one in a module is at every use, is kept once.
package final class DiagnosticCollector {
    package private(set) var diagnostics: [Diagnostic] = []
    private var seen: Set<Identity> = []

    /// What makes two diagnostics the same mistake: all but the notes that tell how it was reached.
    private struct Identity: Hashable {
        let code: String
        let message: String
        let span: SourceSpan
    }

    package init() {}

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    package func report(_ diagnostic: Diagnostic) {
        if let span = diagnostic.span {
            let identity = Identity(code: diagnostic.code, message: diagnostic.message, span: span)
            guard seen.insert(identity).inserted else { return }
        }
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
