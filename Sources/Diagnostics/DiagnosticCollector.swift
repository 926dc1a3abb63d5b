/// Where a stage puts the mistakes it finds, in the order in which it finds them.
///
/// A mistake that is met again, as one in a module is at every use, is kept once; of hostile masses the first are kept.
package final class DiagnosticCollector {
    /// Errors beyond this, and warnings beyond this, are not kept; a last diagnostic says so.
    package static let most = 1000

    package private(set) var diagnostics: [Diagnostic] = []
    /// The files that were read, or looked for in vain: what the diagnostics depend on.
    package private(set) var files: [String] = []
    private var seen: Set<Identity> = []
    private var counts: [Diagnostic.Severity: Int] = [:]
    /// For files that others name, where they do.
    private var inclusions: [SourceFile: Diagnostic.Note] = [:]

    /// What makes two diagnostics the same mistake: all but the notes that tell how it was reached.
    private struct Identity: Hashable {
        let code: Diagnostic.Code
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

    /// Whether no more errors are kept, so that a stage need not look for more.
    package private(set) var isFull = false

    package func report(_ diagnostic: Diagnostic) {
        let diagnostic = isStrict ? diagnostic.asError : diagnostic
        guard counts[diagnostic.severity, default: 0] < Self.most else { return refuse(diagnostic.severity) }
        if let span = diagnostic.span {
            let identity = Identity(code: diagnostic.code, message: diagnostic.message, span: span)
            guard seen.insert(identity).inserted else { return }
        }
        diagnostics.append(diagnostic.adding(notes: way(to: diagnostic.span?.file)))
        counts[diagnostic.severity, default: 0] += 1
    }

    /// Notes how a file was reached; what is reported in it tells.
    package func remember(_ file: SourceFile, by note: Diagnostic.Note) {
        inclusions[file] = note
    }

    /// The notes that lead from a file to the spec: where it is included, where that file is, and so on; of a long way
    /// the nearest.
    private func way(to file: SourceFile?) -> [Diagnostic.Note] {
        var notes: [Diagnostic.Note] = []
        var next = file
        while let file = next, let note = inclusions[file], notes.count < 32 {
            notes.append(note)
            next = note.span?.file
        }
        return notes
    }

    /// Notes that a file is read.
    package func reads(_ path: String) {
        files.append(path)
    }

    /// Says once that there are more.
    private func refuse(_ severity: Diagnostic.Severity) {
        guard counts[severity] == Self.most else { return }
        counts[severity] = Self.most + 1
        if severity == .error { isFull = true }
        let noun = severity == .error ? "mistakes" : "warnings"
        diagnostics.append(
            Diagnostic(
                .tooMany, "there are more \(noun) than these \(Self.most)", at: nil, help: "correct these first",
                severity: severity))
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
