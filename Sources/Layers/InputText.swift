/// A text about a layer's inputs, which leaves open what they are called: a layer knows them by their numbers, its use by their
/// branches.
///
/// Written as text with inputs in it: `"\(input: 1) is \(shape)"`.
package struct InputText: ExpressibleByStringInterpolation, Hashable, Sendable {
    fileprivate enum Part: Hashable {
        case text(String)
        case input(Int)
    }

    private let parts: [Part]

    package func text(naming name: (Int) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .input(let index): name(index)
            }
        }.joined()
    }

    /// `input 1` for the first.
    package static func number(_ index: Int) -> String { "input \(index + 1)" }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) { parts.append(.text(literal)) }

        package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            parts.append(.text(value.description))
        }

        /// An input, counted from 0.
        package mutating func appendInterpolation(input index: Int) { parts.append(.input(index)) }
    }

    package init(_ text: String) { parts = [.text(text)] }

    package init(stringLiteral text: String) { self.init(text) }

    package init(stringInterpolation interpolation: StringInterpolation) { parts = interpolation.parts }
}
