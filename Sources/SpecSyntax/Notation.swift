package import Diagnostics

/// A way to write specs: what turns a text into a tree of the spec language.
///
/// The tree is the same whatever the notation, so that all that comes after reading knows none; its spans stand in the text
/// as it was written.
package struct Notation: Sendable {
    /// Reads a text; nil, with the reason in the collector, when there is no tree in it.
    ///
    /// The provider is for other files that the text names, see `FilePath.read`.
    package typealias Reader = @Sendable (SourceFile, SourceProvider, DiagnosticCollector) -> SyntaxNode?

    /// What a file's name ends in, without the dot.
    let extensions: [String]
    let read: Reader

    /// - Parameter extensions: what a file's name ends in, without the dot: `["yaml", "yml"]`.
    package init(extensions: [String], read: @escaping Reader) {
        self.extensions = extensions
        self.read = read
    }

    /// The native notation.
    package static let yaml = Notation(extensions: ["yaml", "yml"]) { file, _, collector in
        YAMLReader.read(file, into: collector)
    }
}
