import Diagnostics
import Layers
import SpecCompiler
import SpecSyntax
import Tensors

/// An explanation of a shape in the form that `why --format json` promises; field names are those of the output.
package struct ShapeExplanationJSON: Encodable, Sendable {
    struct Place: Encodable, Sendable {
        let file: String
        let line: Int
        let column: Int
    }

    struct Length: Encodable, Sendable {
        let axis: String
        let length: Int
        let formula: String
        let numbers: String
        /// What the formula leaves open: the numbers of a padding that is computed.
        let note: String?
    }

    struct Passage: Encodable, Sendable {
        let parameter: String
        let path: String
        let module: String
    }

    struct Setting: Encodable, Sendable {
        let name: String
        let value: String
        /// By the names of `ValueOrigin`, as in the JSON of `expand`.
        let origin: String
        /// The module in whose body it is written.
        let module: String?
        /// The field of the spec that it is all of.
        let field: String?
        let place: Place?
        /// The parameters that it came through, from where it was written to where it is used.
        let through: [Passage]
        let expression: String?
        let parts: [Setting]
    }

    struct Arrival: Encodable, Sendable {
        let path: String
        let shape: [Int]
        let place: Place?
    }

    struct Stage: Encodable, Sendable {
        let path: String
        let shape: [Int]
        let lengths: [Length]
        let place: Place?
    }

    let path: String
    let layer: String
    let type: String
    let module: String?
    let arguments: [Setting]
    let place: Place
    let outputShape: [Int]
    let lengths: [Length]
    let values: [Setting]
    let inputs: [Arrival]
    let way: [Stage]

    package init(_ explanation: ShapeExplanation) {
        path = explanation.path
        layer = explanation.layer
        type = explanation.kind
        module = explanation.use?.module
        arguments = explanation.use?.arguments.map { Setting($0.name, $0.value, $0.origin) } ?? []
        place = Place(explanation.kindSpan)
        outputShape = explanation.outputShape.lengths
        lengths = explanation.rules.map(Length.init)
        values = explanation.settings.map { Setting($0.name, $0.value, $0.origin) }
        inputs = explanation.arrivals.map {
            Arrival(path: $0.path, shape: $0.shape.lengths, place: $0.span.map { Place($0) })
        }
        way = explanation.way.map {
            Stage(
                path: $0.path, shape: $0.shape.lengths, lengths: $0.rules.map(Length.init),
                place: $0.span.map { Place($0) })
        }
    }
}

extension ShapeExplanationJSON.Place {
    fileprivate init(_ span: SourceSpan) {
        self.init(file: span.file.path, line: span.start.line, column: span.start.column)
    }
}

extension ShapeExplanationJSON.Length {
    fileprivate init(_ rule: LengthRule) {
        self.init(
            axis: rule.axis, length: rule.length, formula: rule.formula.symbols, numbers: rule.formula.numbers,
            note: rule.note)
    }
}

extension ShapeExplanationJSON.Setting {
    fileprivate init(_ name: String, _ value: String, _ origin: Origin) {
        self.init(
            name: name, value: value, origin: origin.giver.rawValue, module: origin.module, field: origin.field,
            place: origin.span.map { .init($0) },
            through: origin.passages.map { .init(parameter: $0.parameter, path: $0.use, module: $0.module) },
            expression: origin.expression, parts: origin.parts.map { Self($0.name, $0.value, $0.origin) })
    }
}

extension Origin {
    fileprivate var module: String? {
        if case .network(let module) = place { return module }
        return nil
    }

    fileprivate var field: String? {
        if case .field(let name) = place { return name }
        return nil
    }
}
