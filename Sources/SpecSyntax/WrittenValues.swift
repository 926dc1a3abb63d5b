/// The values that fields were read from, as they are written, by the way to each: `train.optimizer.rate`,
/// `train.rules.0.match`.
///
/// The kinds of a catalogue do not count on the way: a rate is found at one place, whichever optimiser has it, and however
/// shortly it is written.
package struct WrittenValues: Sendable {
    fileprivate var byPath: [String: SyntaxNode] = [:]

    package init() {}

    /// Nil for a field that is left out, or was not read.
    package subscript(path: String) -> SyntaxNode? { byPath[path] }
}

/// Where readers put the values that they read.
package final class WrittenValueCollector {
    package private(set) var values = WrittenValues()

    package init() {}

    func add(_ value: SyntaxNode, at path: String) { values.byPath[path] = value }
}

extension FieldContext {
    /// The context of a value below: of a field, or of an item of a list by its number.
    func inside(_ name: String, reading value: SyntaxNode) -> FieldContext {
        guard let written else { return self }
        let path = path.isEmpty ? name : "\(path).\(name)"
        written.add(value, at: path)
        return FieldContext(collector: collector, trace: trace, written: written, path: path)
    }
}
