/// Words on lines of the terminal's width, or of 100 columns.
func wrapped(_ text: String, width: Int?) -> [String] {
    let limit = max(20, min(width ?? 100, 100))
    return text.split(separator: " ").reduce(into: [String]()) { lines, word in
        if let last = lines.last, last.count + 1 + word.count <= limit {
            lines[lines.count - 1] = last + " " + word
        } else {
            lines.append(String(word))
        }
    }
}
