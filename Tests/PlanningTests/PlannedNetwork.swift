import Diagnostics
import Layers
import Networks
import Planning
import SpecModules
import SpecSyntax
import Tensors
import Testing

/// The network of these steps, on 3 × 8 × 8 pictures.
func network(_ steps: String) throws -> Network {
    let collector = DiagnosticCollector()
    let tree = try #require(YAMLReader.read(SourceFile(path: "steps", text: steps), into: collector))
    let inputs = LayerCatalogue.kinds.map { kind in
        switch kind.inputs {
        case .one: (kind.name, LayerVocabulary.Inputs.one)
        case .several: (kind.name, LayerVocabulary.Inputs.several)
        }
    }
    let expanded = Expander.expand(
        tree, library: ModuleLibrary([]), vocabulary: LayerVocabulary(Dictionary(uniqueKeysWithValues: inputs)),
        constants: [:], into: collector)
    let built = NetworkBuilder.build(
        expanded, name: "test", input: [3, 8, 8], inputSpan: tree.span, at: tree.span, into: collector)
    return try #require(built, "\(collector.diagnostics.map(\.message))")
}

extension ExecutionPlan {
    /// One line for each operation: `bn+act(conv)` for the batch norm `bn` that takes in the ReLU `act` and reads `conv`.
    var outline: [String] {
        operations.map { operation in
            let node = network.nodes[operation.node].path
            let last = name(operation.output)
            return (node == last ? node : "\(node)+\(last)") + "(\(operation.inputs.map(name).joined(separator: ", ")))"
        }
    }

    /// One line for each backward step: `conv2(relu)`, with the inputs that want a gradient.
    var backwardOutline: [String] {
        backward.map { step in
            let operation = operations[step.operation]
            let wanted = zip(operation.inputs, step.wantsInputGradient).filter(\.1).map { name($0.0) }
            return "\(name(operation.output))(\(wanted.joined(separator: ", ")))"
        }
    }

    private func name(_ value: Value) -> String {
        value.node.map { network.nodes[$0].path } ?? "input"
    }

    /// What a plan must never be: empty when it is sound.
    var defects: [String] {
        var made: Set<Value> = [.input]
        var defects: [String] = []
        for operation in operations {
            for input in operation.inputs where !made.contains(input) {
                defects.append("\(name(operation.output)) reads \(name(input)) before it is made")
            }
            if !made.insert(operation.output).inserted { defects.append("\(name(operation.output)) is made twice") }
            if network.shape(of: operation.output) != operation.outputShape {
                defects.append("\(name(operation.output)) has another shape than the network says")
            }
        }
        for value in [network.output] + losses.map({ Value(of: $0.node) }) where !made.contains(value) {
            defects.append("\(name(value)) is not made")
        }
        let numbers = backward.map(\.operation)
        if numbers != numbers.sorted(by: >) { defects.append("backward steps are out of order") }
        return defects + gradientDefects
    }

    /// A gradient that is read must come from a reader that was asked for it.
    private var gradientDefects: [String] {
        let losses = Set(self.losses.map { Value(of: $0.node) })
        var given = losses
        var defects: [String] = []
        for step in backward {
            let operation = operations[step.operation]
            if !given.contains(operation.output) {
                defects.append("nothing gives \(name(operation.output)) a gradient")
            }
            for (input, isWanted) in zip(operation.inputs, step.wantsInputGradient) where isWanted {
                given.insert(input)
            }
        }
        let running = Set(backward.map { operations[$0.operation].output })
        for value in given.subtracting(losses) where !running.contains(value) {
            defects.append("the gradient of \(name(value)) is made for nobody")
        }
        return defects
    }
}
