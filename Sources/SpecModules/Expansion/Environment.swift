import Diagnostics
import SpecSyntax

/// What `${…}` may name: parameters of the module around it, constants of the spec, the iteration of a `repeat`.
struct Environment: Sendable {
    /// What a name stands for, and where it is declared.
    struct Binding: Sendable {
        let content: Content
        let declaration: SourceSpan
    }

    enum Content: Sendable {
        case value(SyntaxNode)
        /// The iteration of a `repeat`, from 1; a length of what arrives.
        case number(Int)
        case layers(GivenLayers)
    }

    private var bindings: [String: Binding] = [:]
    /// Names whose values have a mistake that is reported already: what uses them is not known.
    var invalid: Set<String> = []
    /// What arrives at the module or network around, which `${input.channels}` tells of.
    var arriving = ArrivingShape.unasked
    let owner: Owner

    /// What has the names.
    enum Owner: Sendable, CustomStringConvertible {
        case spec
        case module(String)

        /// The module's name; nil for the spec.
        var module: String? {
            if case .module(let name) = self { return name }
            return nil
        }

        /// Completes "there is no value `x` in …".
        var description: String {
            switch self {
            case .spec: "the spec"
            case .module(let name): "the module `\(name)`"
            }
        }
    }

    init(invalid: Set<String> = [], owner: Owner) {
        (self.invalid, self.owner) = (invalid, owner)
    }

    subscript(name: String) -> Content? { bindings[name]?.content ?? arriving.lengths[name].map { .number($0) } }

    /// Whether a name stands for something that a mistake keeps from being known.
    func isInvalid(_ name: String) -> Bool {
        invalid.contains(name) || !arriving.isKnown && ArrivingShape.names.contains(name)
    }

    /// Where a name is declared; nil where there is none.
    func declaration(of name: String) -> SourceSpan? {
        bindings[name]?.declaration ?? (arriving.lengths[name] == nil ? nil : arriving.place)
    }

    /// Those that something here declares.
    var names: [String] { bindings.keys.sorted() }

    /// The same names and one more.
    func with(_ name: String, _ content: Content, declaredAt declaration: SourceSpan) -> Environment {
        var more = self
        more.bindings[name] = Binding(content: content, declaration: declaration)
        return more
    }

    /// The layers that a node places: one that is nothing but `${name}` of such a parameter.
    func layers(placedBy node: SyntaxNode) -> (name: String, given: GivenLayers)? {
        guard let name = node.bareExpression, case .layers(let given) = bindings[name]?.content else { return nil }
        return (name, given)
    }
}

/// A list of steps that a use gives to a module. Names and `${…}` in it mean what they mean where it was written.
final class GivenLayers: Sendable {
    let steps: [SyntaxNode]
    /// What is known where they were written.
    let scope: Scope

    init(_ steps: [SyntaxNode], in scope: Scope) {
        (self.steps, self.scope) = (steps, scope)
    }
}

extension SyntaxNode {
    /// Whether a scalar has a `${…}` in it.
    var hasExpression: Bool { scalar?.text.contains("${") ?? false }

    /// Whether the scalar ends within an expression.
    var hasUnclosedExpression: Bool {
        guard let last = scalar?.text.split(separator: "}", omittingEmptySubsequences: false).last else { return false }
        return last.contains("${")
    }

    /// What is between `${` and `}` of a scalar that is nothing else, without the spaces around it.
    var bareExpression: String? {
        guard let text = scalar?.text, text.hasPrefix("${"), text.hasSuffix("}") else { return nil }
        let inside = text.dropFirst(2).dropLast()
        guard !inside.contains(where: { "{}".contains($0) }) else { return nil }
        return inside.split(separator: " ").joined(separator: " ")
    }

    /// The items of a list; `${name}` alone stands for a list with it as the one item. Nil for all else.
    var steps: [SyntaxNode]? {
        sequence ?? (bareExpression == nil ? nil : [self])
    }
}
