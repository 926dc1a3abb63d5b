extension SourceSpan {
    /// How to put another text in this place: ``write `batch` ``, or, for words of the command line, the whole option,
    /// ``write `--set train.batch=3` ``.
    package func remedy(writing text: String) -> Remedy {
        guard let (before, after) = argumentAround else {
            return Remedy("write `\(text)`", edits: edits(writing: text))
        }
        return "write `\(option(before + text + after))`"
    }

    /// How to set what a key of `--set` stands in, and not the key beside others: of `adam` in
    /// `train.optimizer.adam.rate=0.1`, ``write `--set 'train.optimizer={adam: {rate: 0.1}}'` ``. Nil elsewhere.
    package var remedySettingAround: String? {
        guard let (before, after) = argumentAround, before.last == ".", let key = text,
            let equals = after.firstIndex(of: "=")
        else { return nil }
        let keys = [key] + after[..<equals].split(separator: ".").map(String.init)
        let value = keys.reversed().reduce(String(after[after.index(after: equals)...])) { "{\($1): \($0)}" }
        return "write `\(option("\(before.dropLast())=\(value)"))`"
    }

    /// The words of the command line before and after this place; nil in a file.
    private var argumentAround: (before: String, after: String)? {
        guard file.isArgument, start.line == end.line, let line = file.line(start.line)?.unicodeScalars else {
            return nil
        }
        return (String(line.prefix(start.column - 1)), String(line.dropFirst(end.column - 1)))
    }

    /// The option with other words behind it, as a shell takes them.
    private func option(_ words: String) -> String {
        // A value's text goes by its option and its path, `--set train.batch`.
        let name = file.path.split(separator: " ", maxSplits: 1)
        let argument = name.count == 2 ? "\(name[1])=\(words)" : words
        let needsQuotes = argument.contains { " {}[]$*\"".contains($0) }
        return "\(name[0]) \(needsQuotes ? "'\(argument)'" : argument)"
    }
}
