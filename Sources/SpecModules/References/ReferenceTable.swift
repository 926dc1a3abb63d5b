package import Diagnostics

/// What every name in a spec and its libraries refers to, each place once, in the order in which they were met.
///
/// A module's own names are met at every use of it, and mean the same. A name that a parameter brings, `from: "${source}"`,
/// can have several definitions.
package struct ReferenceTable: Sendable {
    package private(set) var references: [Reference] = []
    private var known: Set<Reference> = []

    package init() {}

    mutating func insert(_ reference: Reference) {
        if known.insert(reference).inserted { references.append(reference) }
    }

    /// What the name at a place refers to; none where there is no name.
    package func definitions(at place: SourcePosition, in file: SourceFile) -> [SourceSpan] {
        references.filter { $0.name.file == file && $0.name.start <= place && place < $0.name.end }.map(\.definition)
    }

    /// The names that refer to what is defined at a place.
    package func names(of definition: SourceSpan) -> [SourceSpan] {
        references.filter { $0.definition == definition }.map(\.name)
    }
}

/// Where stages put the references that they resolve.
package final class ReferenceCollector {
    package private(set) var table = ReferenceTable()

    package init() {}

    func resolved(_ kind: Reference.Kind, _ name: SourceSpan, to definition: SourceSpan) {
        table.insert(Reference(kind, name, to: definition))
    }
}
