/// A formula together with its numbers: `floor((height + 2·pad − kernel) / stride) + 1`, and `floor((32 + 2·1 − 3) / 1) + 1`.
///
/// Written as text with quantities in it: `"ceil(\("height", 32, .input(0)) / \("stride", 2, .field("stride")))"`.
package struct Formula: ExpressibleByStringInterpolation, Hashable, Sendable {
    /// Where a quantity comes from.
    package enum Source: Hashable, Sendable {
        /// The shape of an input, by its number.
        case input(Int)
        /// A field of the layer.
        case field(String)
    }

    package struct Quantity: Hashable, Sendable {
        package let name: String
        package let value: Int
        package let source: Source
    }

    fileprivate enum Part: Hashable {
        case text(String)
        case quantity(Quantity)
    }

    private let parts: [Part]

    /// With names: `ceil(height / stride)`.
    package var symbols: String { text(\.name) }

    /// With other names.
    package func symbols(naming name: (Quantity) -> String) -> String { text(name) }

    /// With values: `ceil(32 / 2)`.
    package var numbers: String { text { String($0.value) } }

    /// In their order.
    package var quantities: [Quantity] {
        parts.compactMap { part in
            if case .quantity(let quantity) = part { return quantity }
            return nil
        }
    }

    private func text(_ shown: (Quantity) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .quantity(let quantity): shown(quantity)
            }
        }.joined()
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(.text(literal)) }
        }

        package mutating func appendInterpolation(_ name: String, _ value: Int, _ source: Source) {
            parts.append(.quantity(Quantity(name: name, value: value, source: source)))
        }

        package mutating func appendInterpolation(_ formula: Formula) {
            parts += formula.parts
        }
    }

    package init(stringLiteral text: String) {
        parts = [.text(text)]
    }

    package init(stringInterpolation interpolation: StringInterpolation) {
        parts = interpolation.parts
    }
}

extension Formula {
    /// `input 1 + input 2`
    init(joining formulas: [Formula], by separator: String) {
        var parts: [Part] = []
        for (number, formula) in formulas.enumerated() {
            parts += (number == 0 ? [] : [.text(separator)]) + formula.parts
        }
        self.parts = parts
    }

    private init(parts: [Part]) {
        self.parts = parts
    }
}
