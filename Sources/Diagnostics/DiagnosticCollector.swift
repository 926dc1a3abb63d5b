/// Where a stage puts the mistakes it finds, in the order in which it finds them.
///
/// A mistake that is met again, as one in a module is at every use, is kept once; of hostile masses the first are kept.
package final class DiagnosticCollector {
    /// Mistakes beyond this are not kept; a last diagnostic says so.
    package static let most = 1000

    package private(set) var diagnostics: [Diagnostic] = []
    /// The files that were read, or looked for in vain: what the diagnostics depend on.
    package private(set) var files: [String] = []
    private var seen: Set<Identity> = []

    /// What makes two diagnostics the same mistake: all but the notes that tell how it was reached.
    private struct Identity: Hashable {
        let code: String
        let message: String
        let span: SourceSpan
    }

    /// Whether warnings are kept as errors.
    private let isStrict: Bool

    /// Where keys belong that nothing reads where they stand.
    package let keyPlaces: KeyPlaces

    package init(isStrict: Bool = false, keyPlaces: KeyPlaces = .unknown) {
        self.isStrict = isStrict
        self.keyPlaces = keyPlaces
    }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    package func report(_ diagnostic: Diagnostic) {
        guard diagnostics.count < Self.most else { return refuse() }
        if let span = diagnostic.span {
            let identity = Identity(code: diagnostic.code, message: diagnostic.message, span: span)
            guard seen.insert(identity).inserted else { return }
        }
        diagnostics.append(isStrict ? diagnostic.asError : diagnostic)
    }

    /// Notes that a file is read.
    package func reads(_ path: String) {
        files.append(path)
    }

    private func refuse() {
        guard diagnostics.count == Self.most else { return }
        diagnostics.append(
            Diagnostic(
                "too-many", "there are more mistakes than these \(Self.most)", at: nil, help: "correct these first"))
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
