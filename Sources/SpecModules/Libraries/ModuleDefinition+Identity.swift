import Diagnostics

extension ModuleDefinition {
    /// What tells two modules of one name apart.
    package struct Identity: Hashable, Sendable {
        package let name: String
        private let span: SourceSpan

        fileprivate init(_ definition: ModuleDefinition) {
            (name, span) = (definition.name, definition.nameSpan)
        }

        package static func == (left: Identity, right: Identity) -> Bool { left.span == right.span }
        package func hash(into hasher: inout Hasher) { hasher.combine(span) }
    }

    package var identity: Identity { Identity(self) }

    /// The words by which its library can be named, outermost folder first: `nets`, `inception-bn`.
    private var libraryWords: [String] {
        let words = nameSpan.file.path.split(separator: "/")
        guard let file = words.last else { return [] }
        let stem = file.lastIndex(of: ".").map { file[..<$0] } ?? file
        return words.dropLast().map(repairedName) + [repairedName(stem)]
    }

    func isIn(library: Substring) -> Bool {
        let wanted = library.split(separator: "/", omittingEmptySubsequences: false)
        return wanted.elementsEqual(libraryWords.suffix(wanted.count)) { $0 == $1 }
    }

    /// The name with its library in front of it, by which it is told from others of the name: `inception-bn/unit`.
    ///
    /// - Parameter words: how many words of the library's path.
    func qualifiedName(words: Int = 1) -> String {
        (libraryWords.suffix(words) + [name]).joined(separator: "/")
    }
}
