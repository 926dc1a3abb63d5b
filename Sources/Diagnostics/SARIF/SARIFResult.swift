/// One diagnostic of a SARIF log.
struct SARIFResult: Encodable, Sendable {
    private let ruleId: String
    private let ruleIndex: Int?
    private let level: String
    private let message: SARIFMessage
    private let locations: [SARIFLocation]
    /// The notes.
    private let relatedLocations: [SARIFLocation]
    private let fixes: [SARIFFix]?

    /// - Parameter ruleIndex: the place of the code's rule in the log.
    init(_ diagnostic: Diagnostic, ruleIndex: Int?) {
        ruleId = diagnostic.code.rawValue
        self.ruleIndex = ruleIndex
        level = diagnostic.severity.rawValue
        message = SARIFMessage(
            diagnostic.message + (diagnostic.help.map { ". Help: \($0)" } ?? ""))
        locations = diagnostic.span.map { [SARIFLocation($0)] } ?? []
        relatedLocations = diagnostic.notes.enumerated().map { number, note in
            SARIFLocation(note.span, id: number + 1, message: SARIFMessage(note.message))
        }
        fixes = diagnostic.edits.isEmpty ? nil : [SARIFFix(diagnostic.edits, help: diagnostic.help)]
    }
}

/// A place that a SARIF log points at.
struct SARIFLocation: Encodable, Sendable {
    private let id: Int?
    private let message: SARIFMessage?
    private let physicalLocation: PhysicalLocation?
    private let logicalLocations: [LogicalLocation]?

    init(_ span: SourceSpan?, id: Int? = nil, message: SARIFMessage? = nil) {
        self.id = id
        self.message = message
        let file = span.flatMap { $0.file.isArgument ? nil : $0 }
        physicalLocation = file.map { span in
            PhysicalLocation(artifactLocation: SARIFArtifact(span.file), region: SARIFRegion(span))
        }
        let argument = span.flatMap { $0.file.isArgument ? $0.file : nil }
        logicalLocations = argument.map { [LogicalLocation(name: "\($0.path) \($0.text)")] }
    }

    private struct PhysicalLocation: Encodable, Sendable {
        let artifactLocation: SARIFArtifact
        let region: SARIFRegion
    }

    /// Words of the command line.
    private struct LogicalLocation: Encodable, Sendable {
        let name: String
    }
}

/// A stretch of a text.
struct SARIFRegion: Encodable, Sendable {
    private let startLine: Int
    private let startColumn: Int
    private let endLine: Int
    private let endColumn: Int

    init(_ span: SourceSpan) {
        (startLine, startColumn) = (span.start.line, span.start.column)
        (endLine, endColumn) = (span.end.line, span.end.column)
    }
}

/// A file.
struct SARIFArtifact: Encodable, Sendable {
    private let uri: String

    init(_ file: SourceFile) {
        uri = SARIFArtifact.uri(ofPath: file.path)
    }
}

extension SARIFArtifact {
    /// A path as a URI reference: relative as the path is, with all that is not plain in percent signs.
    private static func uri(ofPath path: String) -> String {
        let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8
        let encoded = path.utf8.map { byte in
            guard !plain.contains(byte) else { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
        return path.hasPrefix("/") ? "file://" + encoded : encoded
    }
}
