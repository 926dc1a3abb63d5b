import Diagnostics

/// Where a value was written, and how it came to where it is used.
struct Origin: Sendable {
    /// A step on the way: a parameter of a use of a module took the value.
    struct Passage: Hashable, Sendable {
        let parameter: String
        /// The path of the use.
        let use: String
        /// The name of the module.
        let module: String
    }

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
    let span: SourceSpan?
    /// From where it was written to where it is used.
    let passages: [Passage]
    /// What is written there, where it is an expression: `${width * 2}`.
    let expression: String?
    /// The names of the expression.
    let parts: [Part]

    init(
        place: Place, span: SourceSpan? = nil, passages: [Passage] = [], expression: String? = nil, parts: [Part] = []
    ) {
        self.place = place
        self.span = span
        self.passages = passages
        self.expression = expression
        self.parts = parts
    }

    /// Whether it stands on the command line, after `--set`.
    var isOverride: Bool { span?.file.path.hasPrefix("--set") ?? false }
}

extension Origin {
    /// `nets/mine.yaml:7:22`, or the `--set` that gave it; nil for what is nowhere written.
    var location: String? {
        span.map {
            isOverride ? printable($0.file.path) : "\(printable($0.file.path)):\($0.start.line):\($0.start.column)"
        }
    }

    /// In words: ``argument `3x3` of `inception_4a`, passed on as `filters` of `inception_4a/3x3` ``.
    var words: String {
        let first = passages.first
        let source: String
        switch place {
        case .network(let module):
            let body = module.map { "written in the module `\($0)`" } ?? (isOverride ? "given" : "written in the spec")
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
}
