import Files

/// A folder of pictures as `source` of a spec names it, in one line: `{folder: {path: photos, list: splits.csv}}`.
package struct FolderSource {
    /// Relative to the spec's file.
    private let path: String
    /// In the folder; nil where sub-folders tell the classes.
    private let list: String?
    private let skipsUnreadable: Bool

    package init(path: String, list: String?, skipsUnreadable: Bool = false) {
        (self.path, self.list, self.skipsUnreadable) = (path, list, skipsUnreadable)
    }

    package var text: String {
        var fields = ["path: \(specScalar(path))"]
        if let list { fields.append("list: \(specScalar(list))") }
        if skipsUnreadable { fields.append("on-error: skip") }
        return "{folder: {\(fields.joined(separator: ", "))}}"
    }
}

/// A text as YAML, in quotes where it is not plainly a name or a path.
func specScalar(_ text: String) -> String {
    let isPlain =
        text.first.map { $0.isASCII && $0.isLetter || "./_".contains($0) } == true
        && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._/-".contains($0)) }
        && !["null", "true", "false", "yes", "no", "on", "off", "~", "."].contains(text.lowercased())
    if isPlain { return text }
    // A string of JSON is one of YAML.
    let bytes = try? encodedJSON(text, inLines: false)
    return bytes.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
}
