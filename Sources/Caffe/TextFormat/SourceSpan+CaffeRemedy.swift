import Diagnostics

extension SourceSpan {
    /// How to put another text in this place of a Caffe file, in that file's own notation.
    func caffeRemedy(writing text: String) -> Remedy {
        Remedy("write `\(abbreviated(text))`", edits: [TextEdit(self, text)])
    }
}
