/// A change that corrects what a result tells of, file by file (section 3.55).
struct SARIFFix: Encodable, Sendable {
    private let description: SARIFMessage?
    private let artifactChanges: [Change]

    init(_ edits: [TextEdit], help: String?) {
        description = help.map { SARIFMessage($0) }
        var files: [SourceFile] = []
        for edit in edits where !files.contains(edit.span.file) { files.append(edit.span.file) }
        artifactChanges = files.map { file in
            Change(
                artifactLocation: SARIFArtifact(file),
                replacements: edits.filter { $0.span.file == file }.map {
                    Replacement(deletedRegion: SARIFRegion($0.span), insertedContent: Content(text: $0.text))
                })
        }
    }

    private struct Change: Encodable, Sendable {
        let artifactLocation: SARIFArtifact
        let replacements: [Replacement]
    }

    private struct Replacement: Encodable, Sendable {
        let deletedRegion: SARIFRegion
        let insertedContent: Content
    }

    private struct Content: Encodable, Sendable {
        let text: String
    }
}
