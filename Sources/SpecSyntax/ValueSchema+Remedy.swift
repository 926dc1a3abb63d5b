package import Diagnostics

extension ValueSchema {
    /// What to write instead of a value that does not fit: the nearest one that does, or one of the right form.
    ///
    /// - Parameters:
    ///   - key: the field's name; nil for an item of a list.
    ///   - standard: the field's default, as one would write it.
    package func remedy(for node: SyntaxNode, of key: String? = nil, default standard: String? = nil) -> Remedy? {
        let start = key.map { "\($0): " } ?? ""
        if let nearest = nearest(to: node) { return nearest }
        if case .boolean = self { return "write `\(start)true` or `\(start)false`" }
        if case .words(let words) = self, let first = words.first {
            return Remedy(
                "write, for example, `\(start)\(first)`" + (standard.map { "; the default is `\($0)`" } ?? ""))
        }
        if let standard { return "write, for example, `\(start)\(standard)`, which is the default" }
        return example().map { "write, for example, `\(start)\($0)`" }
    }

    /// How to mend what stands there; nil where it is of another form.
    private func nearest(to node: SyntaxNode) -> Remedy? {
        switch self {
        case .integer(let range, let isOdd):
            node.scalar.flatMap { wholeNumber(near: $0.text, in: range, isOdd: isOdd) }.map { $0.remedy(node) }
        case .number(let limits):
            node.scalar.flatMap { parseNumber($0.text) }.flatMap(limits.nearest).map { $0.remedy(node) }
        case .boolean: node.scalar.flatMap { truthValue(meantBy: $0.text) }.map(node.remedy(writing:))
        case .words(let words):
            node.scalar.flatMap { nearestName(to: $0.text, among: words) }.map(node.remedy(writing:))
        case .list(let element, let count): node.sequence.flatMap { items(element, count, nearest: $0) }
        case .fields(let fields, _, _): node.scalar.flatMap { naming($0.text, fields) }.map(node.remedy(writingFlow:))
        case .either(let forms):
            forms.contains { $0.takesNumber(node) } ? nil : forms.lazy.compactMap { $0.nearest(to: node) }.first
        case .text, .anything, .nothing, .choice, .entries, .expression, .part: nil
        }
    }

    /// Whether the node is a number that fits, so that nothing is to be mended in it.
    private func takesNumber(_ node: SyntaxNode) -> Bool {
        guard case .number(let limits) = self, let number = node.scalar.flatMap({ parseNumber($0.text) }) else {
            return false
        }
        return limits.contain(number)
    }

    /// A value of the form, as one would write it; nil where none can be told.
    ///
    /// - Parameter number: stands for whole numbers, if their range has it.
    fileprivate func example(number: Int = 10) -> String? {
        switch self {
        case .integer(let range, let isOdd):
            "\(min(max(number - (isOdd ? 1 - number % 2 : 0), range.lowerBound), range.upperBound))"
        case .number(let limits): limits.example.map(shortest)
        case .boolean: "true"
        case .text: "…"
        case .words(let words): words.first
        case .choice(let kinds): kinds.first?.example
        case .list(let element, let count):
            element.example(number: number).map { item in
                "[" + Array(repeating: item, count: min(max(1, count.lowerBound), 8)).joined(separator: ", ") + "]"
            }
        case .fields(let fields, _, _): exampleOf(fields)
        case .entries(_, let value, _): "{name: \(value.example() ?? "…")}"
        // A number or a pair of them is a length.
        case .either(let forms): forms.lazy.compactMap { $0.example(number: forms.count > 1 ? 3 : number) }.first
        case .anything, .nothing, .expression, .part: nil
        }
    }

    /// `{source: mnist}` for `mnist`, where a field takes the word that stands there alone.
    private func naming(_ text: String, _ fields: [FieldReader.Declaration]) -> String? {
        for field in fields {
            let words: [String] =
                switch field.schema() {
                case .words(let words): words
                case .choice(let kinds): kinds.map(\.name)
                default: []
                }
            if words.contains(text) { return "{\(field.name): \(text)}" }
        }
        return nil
    }

    private func items(_ element: ValueSchema, _ count: ClosedRange<Int>, nearest items: [SyntaxNode]) -> Remedy? {
        guard count.contains(items.count) else {
            if items.isEmpty, count.lowerBound == 1 { return "write one item or more" }
            guard count.lowerBound == count.upperBound else { return nil }
            return
                "write \(count.lowerBound) items in the list, there \(items.count == 1 ? "is" : "are") \(items.count)"
        }
        return items.lazy.compactMap { element.nearest(to: $0) }.first
    }
}

extension ValueSchema.Kind {
    /// The name, with the fields that it needs.
    fileprivate var example: String {
        guard fields.contains(where: \.isRequired) else { return name }
        return "{\(name): \(exampleOf(fields) ?? "{…}")}"
    }
}

extension NumberLimits {
    /// The nearest number within the limits, if there is one; a per cent where a part of one is wanted.
    fileprivate func nearest(_ number: Double) -> NearestValues? {
        if atMost == 1 || below == 1, number >= 2, number <= 100 {
            return NearestValues([shortest(number / 100)], " for \(shortest(number)) %")
        }
        if let atMost, atMost == atLeast { return number == atMost ? nil : NearestValues([shortest(atMost)]) }
        if let atMost, number > atMost { return NearestValues([shortest(atMost)], " or less", isOnlyOne: false) }
        if let atLeast, number < atLeast { return NearestValues([shortest(atLeast)], " or more", isOnlyOne: false) }
        return nil
    }

    /// A number within the limits.
    fileprivate var example: Double? {
        let candidates = [0.1, atLeast, atMost, below.map { $0 / 2 }, above.map { $0 + 1 }].compactMap { $0 }
        return candidates.first(where: contain)
    }

    fileprivate func contain(_ number: Double) -> Bool {
        atLeast.map { $0 <= number } ?? true && atMost.map { number <= $0 } ?? true
            && below.map { number < $0 } ?? true && above.map { $0 < number } ?? true
    }
}

/// The fields that must be there, or the first of those that may.
private func exampleOf(_ fields: [FieldReader.Declaration]) -> String? {
    let required = fields.filter(\.isRequired)
    let shown = (required.isEmpty ? Array(fields.prefix(1)) : required).compactMap { field in
        (field.defaultText ?? field.schema().example()).map { "\(field.name): \($0)" }
    }
    return shown.isEmpty ? nil : "{\(shown.joined(separator: ", "))}"
}

/// What could be written in the place of a number that does not fit.
private struct NearestValues {
    private let values: [String]
    /// What is said behind them: ` or more`.
    private let words: String
    private let isOnlyOne: Bool

    init(_ values: [String], _ words: String = "", isOnlyOne: Bool = true) {
        (self.values, self.words) = (values, words)
        self.isOnlyOne = isOnlyOne && values.count == 1
    }

    func remedy(_ node: SyntaxNode) -> Remedy {
        if isOnlyOne {
            let change = node.remedy(writing: values[0])
            return change.inWords(change.words + words)
        }
        return Remedy("write " + values.map { "`\($0)`" }.joined(separator: " or ") + words)
    }
}

/// The whole number that is nearest, or both, of which there are two; nil for one that fits.
private func wholeNumber(near text: String, in range: ClosedRange<Int>, isOdd: Bool) -> NearestValues? {
    guard let number = parseNumber(text) else { return nil }
    if let whole = parseInteger(text), range.contains(whole), !isOdd || !whole.isMultiple(of: 2) { return nil }
    if number < Double(range.lowerBound) {
        let hasMore = range.lowerBound < range.upperBound
        return NearestValues(["\(range.lowerBound)"], hasMore ? " or more" : "", isOnlyOne: !hasMore)
    }
    if number > Double(range.upperBound) {
        let hasMore = range.lowerBound < range.upperBound
        return NearestValues(["\(range.upperBound)"], hasMore ? " or less" : "", isOnlyOne: !hasMore)
    }
    let step = isOdd ? 2.0 : 1.0
    let offset = isOdd ? 1.0 : 0.0
    let below = ((number - offset) / step).rounded(.down) * step + offset
    let above = ((number - offset) / step).rounded(.up) * step + offset
    let near = (below == above ? [below] : [below, above]).compactMap { Int(exactly: $0) }.filter(range.contains)
    return near.isEmpty ? nil : NearestValues(near.map { "\($0)" })
}

/// `true` or `false`, where other languages write it so.
private func truthValue(meantBy text: String) -> String? {
    let word = text.lowercased()
    if ["1", "y", "t"].contains(word) { return "true" }
    if ["0", "n", "f", "none"].contains(word) { return "false" }
    return nearestName(to: word, among: ["true", "false"])
}
