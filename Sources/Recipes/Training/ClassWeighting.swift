import Diagnostics
import Layers
import SpecSyntax

/// What each class's part of the loss counts.
package enum ClassWeighting: Hashable, Sendable {
    case alike
    /// One for each class, in their order.
    case numbers([Double])
    /// By the names of the classes; those that are not named count 1.
    case named([String: Double])
    /// Each class as much as every other, however many pictures it has: `pictures / (classes · pictures of the class)`.
    case balanced

    /// The numbers, where they are known before the data are read; empty otherwise.
    package var numbers: [Double] {
        if case .numbers(let numbers) = self { return numbers }
        return []
    }

    /// - Parameters:
    ///   - classes: the names of the classes.
    ///   - counts: the training pictures of each.
    /// - Returns: a number for each class; none where all count alike.
    /// - Throws: `DataError` for a name that no class has.
    package func weights(classes: [String], counts: [Int]) throws(DataError) -> [Double] {
        switch self {
        case .alike: return []
        case .numbers(let numbers): return numbers
        case .named(let weights):
            if let odd = weights.keys.sorted().first(where: { !classes.contains($0) }) {
                throw DataError(
                    "`class-weights` must name classes of the data, found `\(odd)`",
                    help: nearestName(to: odd, among: classes).map { "write `\($0)`" }
                        ?? "write one of \(classes.prefix(10).map { "`\($0)`" }.joined(separator: ", "))")
            }
            return classes.map { weights[$0] ?? 1 }
        case .balanced:
            let present = counts.count { $0 > 0 }
            let total = counts.reduce(0, +)
            return counts.map { $0 > 0 ? Double(total) / Double(present * $0) : 0 }
        }
    }
}

extension ClassWeighting: CustomStringConvertible {
    /// As specs write it.
    package var description: String {
        switch self {
        case .alike: "[]"
        case .numbers(let numbers): "\(numbers)"
        case .named(let weights):
            "{\(weights.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
        case .balanced: "balanced"
        }
    }
}

extension FieldFormat where Value == ClassWeighting {
    /// `[1, 2, 1]`, `{cat: 2}` or `balanced`.
    static var classWeighting: FieldFormat {
        let list = FieldFormat<[Double]>.classWeights
        let weight = FieldFormat<Double>.number(1e-6...1e6)
        return FieldFormat(
            "\(list.description), or `{name: number}`, or `balanced`", placeholder: .alike,
            schema: .either([list.schema(), .words(["balanced"]), .entries(of: weight.schema())])
        ) { node, context in
            if node.scalar?.text == "balanced" { return .value(.balanced) }
            if node.sequence?.isEmpty ?? node.mapping?.isEmpty ?? false { return .value(.alike) }
            if let entries = node.mapping {
                var weights: [String: Double] = [:]
                for entry in entries {
                    guard case .value(let number) = weight.read(entry.value, context) else { return .unfit }
                    weights[entry.key] = number
                }
                return .value(.named(weights))
            }
            switch list.read(node, context) {
            case .value(let numbers): return .value(numbers.isEmpty ? .alike : .numbers(numbers))
            case .unfit: return .unfit
            case .reported: return .reported
            }
        }
    }
}
