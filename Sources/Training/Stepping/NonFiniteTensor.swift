/// A tensor holds a number that is not finite.
package struct NonFiniteTensor: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case gradient
        case weight
        case statistic = "running statistic"
    }

    package let kind: Kind
    /// `stem/conv.weight`
    package let name: String

    package init(kind: Kind, name: String) {
        self.kind = kind
        self.name = name
    }

    /// ``the gradient of `stem/conv.weight` ``
    package var description: String {
        kind == .gradient ? "the gradient of `\(name)`" : "the \(kind.rawValue) `\(name)`"
    }
}
