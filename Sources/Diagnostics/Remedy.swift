/// What to do about a mistake: in words, and where they say what to type, as a change to the text too.
///
/// A change is carried only where the words leave no choice, and where what they say alone corrects the mistake.
package struct Remedy: Hashable, Sendable {
    package let words: String
    /// Made together; none where the words leave a choice.
    package let edits: [TextEdit]

    package init(_ words: String, edits: [TextEdit] = []) {
        self.words = words
        self.edits = edits
    }

    /// The same change in other words.
    package func inWords(_ words: String) -> Remedy { Remedy(words, edits: edits) }
}

extension Remedy: ExpressibleByStringInterpolation {
    package init(stringLiteral words: String) {
        self.init(words)
    }
}

extension SourceSpan {
    /// The change that puts another text in this place; none for words of the command line, which are in no file, and in
    /// another notation, in which the text would have to be written otherwise.
    package func edits(writing text: String) -> [TextEdit] {
        file.isArgument || file.isForeign ? [] : [TextEdit(self, text)]
    }
}
