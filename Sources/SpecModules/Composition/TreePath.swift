import Diagnostics
import SpecSyntax

/// A way into a spec's tree, as text: `train.batch`, `network.inception_3a.1x1`.
///
/// It names keys; in a list it names a step by its `name`, or counts from 0.
struct TreePath: Sendable {
    struct Key: Sendable {
        let text: String
        let span: SourceSpan
    }

    /// Paths beyond this are refused.
    static let mostKeys = 64

    let text: String
    /// The keys, of a path that is too long only the first.
    let keys: [Key]
    private let count: Int

    /// Nil when there is nothing between two dots, or before the first or behind the last.
    ///
    /// - Parameter span: where the text stands; each key gets its part of it.
    init?(_ text: String, at span: SourceSpan) {
        let words = text.split(separator: ".", omittingEmptySubsequences: false)
        guard !words.contains(where: \.isEmpty) else { return nil }
        self.text = text
        count = words.count
        var start = 0
        keys = words.prefix(Self.mostKeys).map { word in
            let count = word.unicodeScalars.count
            defer { start += count + 1 }
            return Key(text: String(word), span: span.part(start..<start + count, of: text))
        }
    }

    /// What to say of a path whose keys are parted by slashes, as the names in the path of a layer are: `train/batch`; nil
    /// for every other. No key at the top of a spec has a slash.
    func slashed(at span: SourceSpan) -> Diagnostic? {
        guard keys.first?.text.contains("/") ?? false else { return nil }
        return Diagnostic(
            .overrideForm, "a path must have dots between its keys, found `\(abbreviated(text))`", at: span,
            help: span.remedy(writing: text.replacing("/", with: ".")))
    }

    /// What to say of a path with too many keys; nil for one that can be followed.
    func tooLong(_ owner: String, at span: SourceSpan) -> Diagnostic? {
        guard count > Self.mostKeys else { return nil }
        return Diagnostic(
            .tooDeep, "a path of \(owner) must have at most \(Self.mostKeys) keys, found \(count)", at: span,
            help: "name the keys from the top of the spec down to the value, with a dot between two")
    }
}
