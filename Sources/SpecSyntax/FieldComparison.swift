package import Diagnostics

/// What differs between the fields of two mappings of one kind, by value.
///
/// Values are compared as their formats read them: `5e-4` is `0.0005`, `3` is `[3, 3]` where either can be written, a
/// default that is written out is one that is left out, and the order of keys says nothing.
package struct FieldComparison {
    /// A field with two values.
    package struct Difference: Sendable {
        /// `train.batch`, `data.augment[0].random-crop.pad`
        package let path: String
        /// The field's own name: `batch`.
        package let field: String
        package let before: Side
        package let after: Side
        /// Why a run cannot go on with another value; nil where it can.
        package let reason: String?
    }

    /// A value where it is written, or the default that stands for it.
    package struct Side: Sendable {
        /// Nil for one that is left out and has no default.
        package let value: SyntaxNode?
        package let isWritten: Bool
        /// Where it is written, or what it is missing from.
        package let place: SourceSpan

        package init(value: SyntaxNode?, isWritten: Bool = true, place: SourceSpan) {
            (self.value, self.isWritten, self.place) = (value, isWritten, place)
        }

        fileprivate func inner(_ node: SyntaxNode?) -> Side {
            Side(value: node, isWritten: isWritten, place: isWritten ? node?.span ?? place : place)
        }
    }

    /// The schemas that others name as `part`.
    let parts: [String: ValueSchema]
    /// Whether lists of different lengths that are both written are compared item by item, not as wholes.
    let comparesItems: Bool

    package init(parts: [String: ValueSchema] = [:], comparesItems: Bool = false) {
        (self.parts, self.comparesItems) = (parts, comparesItems)
    }

    /// - Parameters:
    ///   - path: of the mapping; empty for a whole spec.
    ///   - reason: why the mapping must stay; see `Difference.reason`.
    package func differences(
        of declarations: [FieldReader.Declaration], _ before: [SyntaxNode.Entry], _ after: [SyntaxNode.Entry],
        at path: String = "", places: (before: SourceSpan, after: SourceSpan), reason: String?
    ) -> [Difference] {
        declarations.flatMap { declaration in
            let (old, new) = (
                declaration.side(in: before, of: places.before), declaration.side(in: after, of: places.after)
            )
            return differences(
                declaration.schema, old, new, areSame: declaration.areSame,
                Spot(
                    path: path.isEmpty ? declaration.name : "\(path).\(declaration.name)", field: declaration.name,
                    reason: declaration.onResume.reason(around: reason, siblings: [before, after])))
        }
    }

    /// Whether a field means the same in two mappings.
    package func isSame(
        _ declaration: FieldReader.Declaration, in before: [SyntaxNode.Entry], and after: [SyntaxNode.Entry]
    ) -> Bool {
        let nowhere = SourceSpan.beginning(of: SourceFile(path: "", text: ""))
        return differences(of: [declaration], before, after, places: (nowhere, nowhere), reason: nil).isEmpty
    }

    /// Where a value stands.
    private struct Spot {
        var path: String
        var field: String
        var reason: String?
    }

    private func differences(
        _ schema: () -> ValueSchema, _ before: Side, _ after: Side,
        areSame: (SyntaxNode, SyntaxNode) -> Bool = { _, _ in false }, _ spot: Spot
    ) -> [Difference] {
        guard before.value != nil || after.value != nil else { return [] }
        guard let old = before.value, let new = after.value else { return [whole(before, after, spot)] }
        if old.description == new.description || areSame(old, new) { return [] }
        return differences(schema(), (before, old), (after, new), spot)
    }

    private func whole(_ before: Side, _ after: Side, _ spot: Spot) -> Difference {
        Difference(path: spot.path, field: spot.field, before: before, after: after, reason: spot.reason)
    }

    private func differences(
        _ schema: ValueSchema, _ before: (side: Side, value: SyntaxNode), _ after: (side: Side, value: SyntaxNode),
        _ spot: Spot
    ) -> [Difference] {
        let whole = [whole(before.side, after.side, spot)]
        switch schema {
        case .part(let name):
            guard let part = parts[name] else { return whole }
            return differences(part, before, after, spot)
        case .list(let element, _):
            guard let old = before.value.sequence, let new = after.value.sequence,
                old.count == new.count || comparesItems && before.side.isWritten && after.side.isWritten
            else { return whole }
            return (0..<max(old.count, new.count)).flatMap { place in
                differences(
                    { element }, before.side.inner(old.indices.contains(place) ? old[place] : nil),
                    after.side.inner(new.indices.contains(place) ? new[place] : nil),
                    Spot(path: "\(spot.path)[\(place)]", field: spot.field, reason: spot.reason))
            }
        case .choice(let kinds):
            guard let old = NamedUse(before.value), let new = NamedUse(after.value), old.name == new.name,
                let kind = kinds.first(where: { $0.name == old.name }), let known = old.fields(short: kind.mainField),
                let given = new.fields(short: kind.mainField)
            else { return whole }
            return differences(
                of: kind.fields, known, given, at: "\(spot.path).\(kind.name)", places: places(before.side, after.side),
                reason: spot.reason)
        case .fields(let declarations, let others, _):
            guard let old = before.value.mapping, let new = after.value.mapping else { return whole }
            return differences(
                of: declarations, old, new, at: spot.path, places: places(before.side, after.side), reason: spot.reason)
                + differences(
                    ofOthers: others ?? .anything, besides: Set(declarations.map(\.name)), (before.side, old),
                    (after.side, new), spot)
        case .entries(_, let element, _):
            guard let old = before.value.mapping, let new = after.value.mapping else { return whole }
            return differences(ofOthers: element, besides: [], (before.side, old), (after.side, new), spot)
        case .either(let ways):
            if areAlikeLists(before.value, after.value, ways) { return [] }
            let found = ways.map { differences($0, before, after, spot) }
            // The way that both are written in goes deepest.
            return found.first(where: \.isEmpty) ?? found.first { $0[0].path != spot.path } ?? whole
        default:
            return schema.means(before.value, theSameAs: after.value) ? [] : whole
        }
    }

    /// Entries whose keys are no declared fields.
    private func differences(
        ofOthers schema: ValueSchema, besides declared: Set<String>,
        _ before: (side: Side, entries: [SyntaxNode.Entry]),
        _ after: (side: Side, entries: [SyntaxNode.Entry]), _ spot: Spot
    ) -> [Difference] {
        let (old, new) = (before.entries.byKey, after.entries.byKey)
        let keys = before.entries.map(\.key) + after.entries.map(\.key).filter { old[$0] == nil }
        return keys.filter { !declared.contains($0) }.flatMap { key in
            differences(
                { schema }, before.side.inner(old[key]), after.side.inner(new[key]),
                Spot(path: "\(spot.path).\(key)", field: key, reason: spot.reason))
        }
    }

    private func places(_ before: Side, _ after: Side) -> (before: SourceSpan, after: SourceSpan) {
        (before.place, after.place)
    }

    /// Whether one is a list of equal values where the other is that value: `[3, 3]` and `3`.
    private func areAlikeLists(_ left: SyntaxNode, _ right: SyntaxNode, _ ways: [ValueSchema]) -> Bool {
        let lists = [left, right].compactMap(\.sequence)
        guard lists.count == 1, let single = [left, right].first(where: { $0.sequence == nil }) else { return false }
        return !lists[0].isEmpty
            && lists[0].allSatisfy { item in ways.contains { $0.means(item, theSameAs: single) } }
    }
}

extension ValueSchema {
    /// Whether two scalars are the same number, truth value or text.
    fileprivate func means(_ left: SyntaxNode, theSameAs right: SyntaxNode) -> Bool {
        guard let old = left.scalar, let new = right.scalar else { return left.description == right.description }
        switch self {
        case .integer: return parseInteger(old.text).map { $0 == parseInteger(new.text) } ?? false
        case .number: return parseNumber(old.text).map { $0 == parseNumber(new.text) } ?? false
        case .boolean: return truth(old.text).map { $0 == truth(new.text) } ?? false
        default: return old.text == new.text
        }
    }
}

extension FieldReader.Declaration {
    /// The value that a mapping gives the field, or its default.
    fileprivate func side(in entries: [SyntaxNode.Entry], of mapping: SourceSpan) -> FieldComparison.Side {
        if let entry = entries.first(where: { $0.key == name }) {
            return .init(value: entry.value, place: entry.value.isEmpty ? entry.keySpan : entry.value.span)
        }
        let standard = defaultText.flatMap { text in
            YAMLReader.read(SourceFile(path: "", text: text), into: DiagnosticCollector())
        }
        return .init(value: standard, isWritten: false, place: mapping)
    }
}

extension [SyntaxNode.Entry] {
    fileprivate var byKey: [String: SyntaxNode] {
        Dictionary(map { ($0.key, $0.value) }) { first, _ in first }
    }
}
