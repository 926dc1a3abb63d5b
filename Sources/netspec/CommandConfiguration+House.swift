import ArgumentParser

extension CommandConfiguration {
    /// How every command introduces itself.
    ///
    /// - Parameters:
    ///   - arguments: what is written between the command and its options: `<spec>`.
    ///   - examples: whole command lines, short enough for a narrow terminal.
    ///   - more: what else one must know to use it, in paragraphs.
    init(
        command name: String, takes arguments: String, _ abstract: String, examples: [String], more: String? = nil
    ) {
        let heading = examples.count == 1 ? "Example:" : "Examples:"
        let lines = ([heading] + examples.map { "  " + $0 }).joined(separator: "\n")
        self.init(
            commandName: name, abstract: abstract,
            usage: ["netspec", name, arguments, "[<options>]"].filter { !$0.isEmpty }.joined(separator: " "),
            discussion: more.map { "\(lines)\n\n\($0)" } ?? lines)
    }
}
