/// A tensor holds a number that is not finite.
package struct NonFiniteTensor: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case score
        case gradient
        case weight
        case statistic = "running statistic"
    }

    package let kind: Kind
    /// `stem/conv.weight`, or of scores the layer that gives them.
    package let name: String

    package init(kind: Kind, name: String) {
        self.kind = kind
        self.name = name
    }

    /// ``the gradient of `stem/conv.weight` ``
    package var description: String {
        switch kind {
        case .score: "a score of `\(name)`"
        case .gradient: "the gradient of `\(name)`"
        case .weight, .statistic: "the \(kind.rawValue) `\(name)`"
        }
    }
}
