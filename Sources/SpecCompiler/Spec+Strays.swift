import SpecSyntax

extension [SyntaxNode.Entry] {
    /// The top level of a spec, where fields that belong in a mapping of it, `train`, and stand beside it are in it too. So
    /// they are told as what stands in the wrong place, and not as missing.
    func withStrays<Content>(in key: String, of read: (FieldReader) -> Content) -> [SyntaxNode.Entry] {
        guard let place = firstIndex(where: { $0.key == key }), let fields = self[place].value.mapping else {
            return self
        }
        let own = Set(Spec.declarations.map(\.name))
        let beside = filter { entry in !own.contains(entry.key) && !fields.contains { $0.key == entry.key } }
        guard !beside.isEmpty else { return self }
        let declared = Set(FieldReader.declarations(of: read).map(\.name))
        let strays = beside.filter { declared.contains($0.key) }
        guard !strays.isEmpty else { return self }
        let whole = SyntaxNode(.mapping(fields + strays), at: self[place].value.span)
        var entries = self
        entries[place] = .init(key: key, keySpan: self[place].keySpan, value: whole)
        return entries
    }
}
