/// Gives each step a name of the spec language, no two the same.
struct StepNames {
    private var taken: Set<String> = []
    /// Names that nothing gets.
    var reserved: Set<String> = []
    private var lastNumbers: [String: Int] = [:]

    /// The name itself with `_` for what names cannot hold; a number keeps a second one apart.
    ///
    /// - Parameter separator: what stands before the number.
    mutating func take(_ wanted: some StringProtocol, separator: String = "_") -> String {
        let letters = wanted.prefix(100).map { isNameLetter($0) ? $0 : "_" }
        let clean = letters.isEmpty ? "layer" : String(letters)
        // What arrives is called `input`.
        let base = clean == "input" ? "input_layer" : clean
        var (name, number) = (base, lastNumbers[base] ?? 1)
        while reserved.contains(name) || !taken.insert(name).inserted {
            number += 1
            name = "\(base)\(separator)\(number)"
        }
        lastNumbers[base] = number
        return name
    }
}

func isNameLetter(_ letter: Character) -> Bool {
    letter.isASCII && (letter.isLetter || letter.isNumber) || letter == "_" || letter == "-"
}
