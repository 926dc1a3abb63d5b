import Diagnostics
import SpecCompiler
import SpecSyntax

/// Where a value was written, and how it came to where it is used.
struct Origin: Sendable {
    typealias Passage = Provenance.Passage

    enum Place: Hashable, Sendable {
        /// In the spec's own network, or in the body of a module.
        case network(module: String?)
        /// The module's definition gives it where a use gives none.
        case moduleDefault
        /// At the spec's top level, as `classes`.
        case field(String)
        /// The layer's type gives it where the spec gives none.
        case layerDefault(kind: String)
        /// The layer's type derives it where the spec gives none; with what it says of the field.
        case leftOut(help: String)
    }

    /// A name in an expression.
    struct Part: Sendable {
        let name: String
        let value: String
        let origin: Origin
    }

    let place: Place
    /// Who gives it, as in other reports.
    let giver: ValueOrigin
    let span: SourceSpan?
    /// From where it was written to where it is used.
    let passages: [Passage]
    /// What is written there, where it is an expression: `${width * 2}`.
    let expression: String?
    /// The names of the expression.
    let parts: [Part]
}

extension Origin {
    /// The origin of a value that a layer or a use of a module has.
    ///
    /// - Parameter body: the module in whose body that is written; nil for the spec's own network.
    init(of value: SyntaxNode, in body: String?, _ origins: ValueOrigins) {
        let provenance = value.provenance ?? Provenance(place: .network(module: body))
        place =
            switch provenance.place {
            case .network(let module): .network(module: module)
            // In layers that are a default themselves.
            case .moduleDefault where provenance.passages.isEmpty: .network(module: body)
            case .moduleDefault: .moduleDefault
            case .field(let name): .field(name)
            }
        giver = origins.place(of: value).origin
        span = value.span
        passages = provenance.passages
        expression = provenance.expression?.text
        parts = (provenance.expression?.names ?? []).map {
            Part(name: $0.name, value: $0.value.description, origin: Origin(of: $0.value, in: body, origins))
        }
    }

    /// The origin of a value that the spec does not give: the layer's type has a default, or else derives it.
    init(leftOut field: FieldReader.Declaration, of kind: String) {
        let hasDefault = field.defaultText != nil
        place = hasDefault ? .layerDefault(kind: kind) : .leftOut(help: field.help)
        giver = hasDefault ? .layerDefault : .leftOut
        (span, passages, expression, parts) = (nil, [], nil, [])
    }
}

extension Origin {
    /// `nets/mine.yaml:7:22`, or the `--set` that gave it; nil for what is nowhere written.
    var location: String? { span.map(Self.location) }

    static func location(_ span: SourceSpan) -> String {
        let path = printable(span.file.path)
        return span.file.isArgument ? path : "\(path):\(span.start.line):\(span.start.column)"
    }

    /// In words: ``argument `3x3` of `inception_4a`, passed on as `filters` of `inception_4a/3x3` ``.
    var words: String {
        let first = passages.first
        let source: String
        switch place {
        case .network(let module):
            let body = module.map { "written in the module `\($0)`" } ?? words(ofSpec: giver)
            source =
                first.map { "argument `\($0.parameter)` of `\($0.use)`" + (module == nil ? "" : ", \(body)") } ?? body
        case .moduleDefault:
            source = first.map { "default of `\($0.parameter)` in the module `\($0.module)`" } ?? "a default"
        case .field(let name):
            source = "`\(name)` of the spec" + (first.map { ", argument `\($0.parameter)` of `\($0.use)`" } ?? "")
        case .layerDefault(let kind): source = "default of `\(kind)`"
        case .leftOut(let help): source = "left out: \(help)"
        }
        let onwards = passages.dropFirst().map { "`\($0.parameter)` of `\($0.use)`" }
        return source + (onwards.isEmpty ? "" : ", passed on as \(onwards.joined(separator: ", "))")
    }

    /// Of a value that is written in the spec's own network.
    private func words(ofSpec giver: ValueOrigin) -> String {
        switch giver {
        case .override: "given"
        case .base: "written in the base"
        default: "written in the spec"
        }
    }
}
