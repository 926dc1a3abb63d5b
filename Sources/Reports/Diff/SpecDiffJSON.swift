import Networks
import Planning
import Tensors

/// A difference between specs in the form that `diff --format json` promises; field names are those of the output.
package struct SpecDiffJSON: Encodable, Sendable {
    struct Side: Encodable, Sendable {
        let file: String
        let set: [String]
        let name: String
        let parameters: Int
        let buffers: Int
        let multiplyAdds: Int
        let activationElements: Int
        let evaluationMemory: SummaryJSON.Memory
        let trainingMemory: SummaryJSON.Memory?
    }

    struct Setting: Encodable, Sendable {
        let name: String
        let before: String?
        let after: String?
    }

    struct Ends<Value: Encodable & Sendable>: Encodable, Sendable {
        let before: Value?
        let after: Value?
    }

    struct Step: Encodable, Sendable {
        let path: String
        let previousPath: String?
        /// `added`, `removed`, `changed`, `renamed` or `affected`.
        let change: String
        let type: Ends<String>
        let outputShape: Ends<[Int]>
        let parameters: Ends<Int>
        let multiplyAdds: Ends<Int>
        let arguments: [Setting]
    }

    struct Layer: Encodable, Sendable {
        let path: String
        let previousPath: String?
        let change: String
        let type: Ends<String>
        let outputShape: Ends<[Int]>
        let fields: [Setting]
    }

    struct LostWeight: Encodable, Sendable {
        let name: String
        let shape: [Int]
        let previousShape: [Int]?
        let previousName: String?
    }

    struct UnusedWeight: Encodable, Sendable {
        let name: String
        let shape: [Int]
    }

    struct Weights: Encodable, Sendable {
        let count: Int
        let elements: Int
        let loadable: Int
        let loadableElements: Int
        let lost: [LostWeight]
        let unused: [UnusedWeight]
    }

    let differs: Bool
    let before: Side
    let after: Side
    let steps: [Step]
    let layers: [Layer]
    let settings: [Setting]
    let weights: Weights

    package init(_ diff: SpecDiff) {
        differs = !diff.isEmpty
        before = Side(diff.before)
        after = Side(diff.after)
        steps = diff.steps.map(Step.init)
        layers = diff.layers.map(Layer.init)
        settings = diff.settings.map(Setting.init)
        weights = Weights(diff.weights)
    }
}

extension SpecDiffJSON.Side {
    fileprivate init(_ side: SpecDiff.Side) {
        self.init(
            file: side.file, set: side.overrides, name: side.name, parameters: side.cost.parameters,
            buffers: side.cost.buffers,
            multiplyAdds: side.cost.multiplyAdds, activationElements: side.cost.activationElements,
            evaluationMemory: .init(side.evaluation), trainingMemory: side.training.map { .init($0) })
    }
}

extension SpecDiffJSON.Setting {
    fileprivate init(_ change: SettingChange) {
        self.init(name: change.name, before: change.before, after: change.after)
    }
}

extension SpecDiffJSON.Step {
    fileprivate init(_ step: StepChange) {
        self.init(
            path: step.path, previousPath: step.oldPath, change: step.fate.rawValue,
            type: .init(before: step.type.before, after: step.type.after),
            outputShape: .init(before: step.outputShape.before?.lengths, after: step.outputShape.after?.lengths),
            parameters: .init(before: step.cost.before?.parameters, after: step.cost.after?.parameters),
            multiplyAdds: .init(before: step.cost.before?.multiplyAdds, after: step.cost.after?.multiplyAdds),
            arguments: step.arguments.map { .init($0) })
    }
}

extension SpecDiffJSON.Layer {
    fileprivate init(_ layer: LayerChange) {
        self.init(
            path: layer.path, previousPath: layer.oldPath, change: layer.fate.rawValue,
            type: .init(before: layer.type.before, after: layer.type.after),
            outputShape: .init(before: layer.outputShape.before?.lengths, after: layer.outputShape.after?.lengths),
            fields: layer.fields.map { .init($0) })
    }
}

extension SpecDiffJSON.Weights {
    fileprivate init(_ weights: WeightsComparison) {
        self.init(
            count: weights.count, elements: weights.elements, loadable: weights.loadedCount,
            loadableElements: weights.loadedElements,
            lost: weights.lost.map {
                .init(
                    name: $0.name, shape: $0.shape.lengths, previousShape: $0.oldShape?.lengths,
                    previousName: $0.oldName)
            },
            unused: weights.unused.map { .init(name: $0.name, shape: $0.shape.lengths) })
    }
}
