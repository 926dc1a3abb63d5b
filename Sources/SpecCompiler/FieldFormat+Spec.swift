import Diagnostics
import SpecModules
import SpecSyntax
import Tensors

extension FieldFormat where Value == Int {
    /// The one version of the language that there is.
    static func version(_ number: Int) -> FieldFormat {
        FieldFormat(
            scalar: "`\(number)`, the version that this program reads", placeholder: number,
            schema: .integer(number...number)
        ) { text in
            parseInteger(text).flatMap { $0 == number ? $0 : nil }
        }
    }
}

extension FieldFormat where Value == [SyntaxNode.Entry] {
    /// `{parameters: 431080, conv1: [20, 24, 24]}`
    static var assertions: FieldFormat {
        FieldFormat(
            "a mapping from totals and paths to numbers and shapes", placeholder: [],
            schema: .fields(Assertion.declaredTotals, others: .list(of: .integer(1...largestInteger)))
        ) { node, _ in
            node.mapping.map { .value($0) } ?? .unfit
        }
    }
}

extension FieldFormat where Value == Shape {
    /// `{channels: 3, height: 32, width: 32}`
    static var pictureShape: FieldFormat {
        FieldFormat(
            "a mapping with `channels`, `height` and `width`", placeholder: [1, 1, 1],
            schema: .fields(FieldReader.declarations(of: readShape))
        ) { node, context in
            guard let entries = node.mapping else { return .unfit }
            let fields = FieldReader(entries, of: "input", at: node.span, context: context)
            let shape = readShape(fields)
            fields.finish()
            if shape.checkedElementCount(limit: largestInteger) == nil {
                context.report(
                    Diagnostic(
                        .shape, "a picture must have at most \(largestInteger) numbers, found \(shape)", at: node.span,
                        help: "make `height` and `width` smaller")
                )
                return .reported
            }
            return fields.failed ? .reported : .value(shape)
        }.suggesting { node in
            // `[3, 32, 32]` and `3x32x32` are taken at their word.
            let texts =
                node.sequence?.map { $0.scalar?.text ?? "" }
                ?? node.scalar?.text.split { "xX×* ".contains($0) }.map(String.init) ?? []
            let written = texts.compactMap(parseInteger)
            let isWhole = written.count == 3 && texts.count == 3
            let lengths = isWhole ? written : [3, 32, 32]
            let shape = "{channels: \(lengths[0]), height: \(lengths[1]), width: \(lengths[2])}"
            return isWhole ? node.remedy(writingFlow: shape) : "write, for example, `\(shape)`"
        }
    }

    private static func readShape(_ fields: FieldReader) -> Shape {
        let longest = 1 << 20
        let help: [PictureAxis: String] = [
            .channels: "3 for colour, 1 for grey", .height: "rows of a picture", .width: "columns of a picture",
        ]
        return Shape(
            PictureAxis.allCases.map { fields.required($0.name, .integer(1...longest), help: help[$0] ?? "") })
    }
}
