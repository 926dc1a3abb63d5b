/// A change to a text: what stands at a place is replaced.
package struct TextEdit: Hashable, Sendable {
    /// Empty where something is put in and nothing taken away.
    package let span: SourceSpan
    package let text: String

    package init(_ span: SourceSpan, _ text: String) {
        self.span = span
        self.text = text
    }
}
