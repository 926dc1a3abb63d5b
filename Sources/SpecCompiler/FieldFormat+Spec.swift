import Diagnostics
import SpecModules
import SpecSyntax
import Tensors

extension FieldFormat where Value == SyntaxNode {
    /// Whatever stands there, for a later stage to read.
    static var raw: FieldFormat {
        FieldFormat("a value", placeholder: steps.placeholder) { node, _ in .value(node) }
    }
}

extension FieldFormat where Value == Int {
    /// The one version of the language that there is.
    static func version(_ number: Int) -> FieldFormat {
        FieldFormat(scalar: "`\(number)`, the version that this program reads", placeholder: number) { text in
            parseInteger(text).flatMap { $0 == number ? $0 : nil }
        }
    }
}

extension FieldFormat where Value == [SyntaxNode.Entry] {
    /// `{parameters: 431080, conv1: [20, 24, 24]}`
    static var assertions: FieldFormat {
        FieldFormat("a mapping from totals and paths to numbers and shapes", placeholder: []) { node, _ in
            node.mapping.map { .value($0) } ?? .unfit
        }
    }
}

extension FieldFormat {
    /// A mapping with fields of its own.
    static func mapping<Content: Sendable>(
        of subject: String, _ read: @escaping @Sendable (FieldReader) -> Content
    ) -> FieldFormat where Value == Content? {
        FieldFormat("a mapping with the fields of `\(subject)`", placeholder: nil) { node, context in
            guard let entries = node.mapping else { return .unfit }
            let fields = FieldReader(entries, of: subject, at: node.span, context: context)
            let content = read(fields)
            fields.finish()
            return fields.failed ? .reported : .value(content)
        }
    }
}

extension FieldFormat where Value == Shape {
    /// `{channels: 3, height: 32, width: 32}`
    static var pictureShape: FieldFormat {
        FieldFormat("a mapping with `channels`, `height` and `width`", placeholder: [1, 1, 1]) { node, context in
            guard let entries = node.mapping else { return .unfit }
            let fields = FieldReader(entries, of: "input", at: node.span, context: context)
            let longest = 1 << 20
            let shape = Shape([
                fields.required("channels", .integer(1...longest), help: "3 for colour, 1 for grey"),
                fields.required("height", .integer(1...longest), help: "rows of a picture"),
                fields.required("width", .integer(1...longest), help: "columns of a picture"),
            ])
            fields.finish()
            if shape.checkedElementCount(limit: largestInteger) == nil {
                context.report(
                    Diagnostic(
                        "shape", "a picture must have at most \(largestInteger) numbers, found \(shape)", at: node.span)
                )
                return .reported
            }
            return fields.failed ? .reported : .value(shape)
        }
    }
}
