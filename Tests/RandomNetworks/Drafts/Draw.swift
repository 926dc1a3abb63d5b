import Tensors

/// Choices, one after the other, that depend on nothing but a seed and what they are for.
struct Draw {
    private var random: KeyedRandom

    /// What is drawn; each has a stream of its own.
    enum Subject: Int {
        case network = 1
        case trials, parameters, pictures, algorithms
    }

    init(_ seed: UInt64, _ subject: Subject, _ number: Int = 0) {
        random = KeyedRandom(seed: seed, purpose: .synthesis, subject.rawValue, number)
    }

    mutating func chance(_ probability: Float) -> Bool { random.uniform() < probability }

    mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + random.below(range.count) }

    mutating func uniform(_ low: Float, _ high: Float) -> Float { random.uniform(low, high) }

    /// - Precondition: there is one.
    mutating func one<Element>(of elements: [Element]) -> Element { elements[random.below(elements.count)] }

    /// One of the elements, the more often the greater its weight.
    mutating func one<Element>(weighing elements: [(element: Element, weight: Float)]) -> Element {
        var rest = random.uniform(0, elements.reduce(0) { $0 + $1.weight })
        for (element, weight) in elements {
            rest -= weight
            if rest < 0 { return element }
        }
        return elements[elements.count - 1].element
    }
}
