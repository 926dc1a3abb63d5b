import Diagnostics
import SpecCompiler
import SpecModules
import SpecSyntax

/// Finds where the values of one layer or use of a module were written.
///
/// A value keeps the place where it was written on its way through the parameters of modules, so each use of a module around
/// the layer that has an argument from the same place passed it on.
struct OriginFinder {
    private let tree: SyntaxNode
    private let library: ModuleLibrary
    /// The uses of modules in whose definitions the layer is written, outermost first.
    private let enclosing: [ExpandedModule]

    /// - Parameters:
    ///   - path: of a layer, or of a use of a module.
    ///   - span: where that is written.
    init(_ parts: Experiment.Parts, around path: String, writtenAt span: SourceSpan) {
        tree = parts.tree
        library = parts.library
        let names = path.split(separator: "/")
        let prefixes = Set(names.indices.dropFirst().map { names[..<$0].joined(separator: "/") })
        // Turns of a `repeat`, and places of given layers, pass nothing on.
        let modules = Set(parts.library.definitions.map(\.name))
        let uses = parts.expanded.modules.filter { prefixes.contains($0.path) && modules.contains($0.module) }
            .sorted { $0.path.utf8.count < $1.path.utf8.count }
        enclosing = Self.uses(around: span, among: uses[...])
    }

    /// Of the uses around something in the network, those around it in the text too: layers that a use gives to a module
    /// are written where the use is.
    private static func uses(around span: SourceSpan, among uses: ArraySlice<ExpandedModule>) -> [ExpandedModule] {
        let giver = uses.firstIndex { use in use.arguments.contains { $0.value.span.covers(span) } }
        let rest = uses[..<(giver ?? uses.endIndex)]
        guard let inner = rest.last else { return [] }
        return Self.uses(around: inner.span, among: rest.dropLast()) + [inner]
    }

    /// The origin of a value as the layer or the use has it.
    func origin(of value: SyntaxNode) -> Origin { origin(of: value, inside: enclosing.count) }

    /// The origin of an argument of a use, seen from around the use.
    func origin(ofArgument argument: SyntaxNode.Entry, of use: ExpandedModule) -> Origin {
        let isDefault = isDefault(argument.value, in: use.module)
        guard isDefault else { return origin(of: argument.value) }
        let passage = Origin.Passage(parameter: argument.key, use: use.path, module: use.module)
        return Origin(place: .moduleDefault, span: argument.value.span, passages: [passage])
    }

    private func isDefault(_ value: SyntaxNode, in module: String) -> Bool {
        library.definitions.contains { definition in
            definition.name == module && definition.parameters.contains { $0.defaultValue?.span == value.span }
        }
    }

    /// - Parameter depth: how many of the enclosing uses are around the place where the value is used.
    private func origin(of value: SyntaxNode, inside depth: Int) -> Origin {
        var (outside, passages, isDefault) = (depth, [Origin.Passage](), false)
        while outside > 0, !isDefault,
            let argument = enclosing[outside - 1].arguments.first(where: { $0.value.span == value.span })
        {
            let use = enclosing[outside - 1]
            passages.insert(Origin.Passage(parameter: argument.key, use: use.path, module: use.module), at: 0)
            isDefault = self.isDefault(value, in: use.module)
            outside -= 1
        }
        let body = outside > 0 ? enclosing[outside - 1].module : nil
        let written = value.span.text.flatMap { $0.contains("${") ? unquoted($0) : nil }
        return Origin(
            place: isDefault ? .moduleDefault : field(value).map { .field($0) } ?? .network(module: body),
            span: value.span, passages: passages, expression: written,
            parts: written.map { Expression.names(in: $0).compactMap { part($0, inside: outside) } } ?? [])
    }

    /// What a name in an expression stands for.
    private func part(_ name: String, inside depth: Int) -> Origin.Part? {
        if depth > 0 {
            guard let argument = enclosing[depth - 1].arguments.first(where: { $0.key == name }) else { return nil }
            // Its own use is around it too, so that the passage through it is told.
            return Origin.Part(
                name: name, value: argument.value.description, origin: origin(of: argument.value, inside: depth))
        }
        return tree[name].map { Origin.Part(name: name, value: $0.description, origin: origin(of: $0, inside: 0)) }
    }

    /// The top-level field that the value is all of.
    private func field(_ value: SyntaxNode) -> String? {
        tree.mapping?.first { $0.value.span == value.span }?.key
    }

    private func unquoted(_ text: String) -> String {
        guard text.count > 1, let first = text.first, "\"'".contains(first), text.last == first else { return text }
        return String(text.dropFirst().dropLast())
    }
}

extension SourceSpan {
    fileprivate func covers(_ other: SourceSpan) -> Bool {
        start <= other.start && other.end <= end && file == other.file
    }
}
