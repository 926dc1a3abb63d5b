import Execution
import Layers
import Tensors

/// Everything that a backend makes of a batch, by name.
struct Results {
    let numbers: [String: [Float]]

    private static let gradient = "the gradient of "

    static func isGradient(_ name: String) -> Bool { name.hasPrefix(gradient) }

    init(of executable: any Executable, _ parameters: ParameterStore, _ phase: Phase) {
        var numbers = ["the scores": Array(executable.scores), "the losses": Array(executable.losses)]
        for (place, term) in executable.lossTerms.enumerated() { numbers["loss \(place + 1)"] = Array(term) }
        for entry in parameters.entries {
            switch entry.specification.role {
            case .buffer: numbers["`\(entry.name)`"] = parameters.tensor(entry).values
            case .learned where phase == .training:
                numbers["\(Self.gradient)`\(entry.name)`"] = parameters.gradientTensor(entry).values
            case .learned: break
            }
        }
        self.numbers = numbers
    }

    var names: [String] { numbers.keys.sorted() }

    /// The names of numbers that have other bits than another's.
    func names(differingFrom other: Results) -> [String] {
        names.filter { numbers[$0]?.map(\.bitPattern) != other.numbers[$0]?.map(\.bitPattern) }
    }

    /// The names of numbers that are none, or too large.
    var namesOfInfinite: [String] { names.filter { numbers[$0]?.allSatisfy(\.isFinite) == false } }

    /// The norm of the difference, for each name; infinite where the counts differ.
    func distances(from other: Results) -> [String: Double] {
        numbers.reduce(into: [:]) { distances, pair in
            let others = other.numbers[pair.key] ?? []
            distances[pair.key] =
                others.count == pair.value.count
                ? norm(zip(pair.value, others).lazy.map { Double($0) - Double($1) }) : .infinity
        }
    }

    var norms: [String: Double] { numbers.mapValues { norm($0.lazy.map(Double.init)) } }
}

private func norm(_ values: some Sequence<Double>) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
}
