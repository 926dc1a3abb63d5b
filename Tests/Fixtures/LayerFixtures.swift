import Foundation
package import Tensors

/// Single layers as PyTorch computes them in float64: `layers.json`, whose form `layers.py` describes.
package struct LayerFixture: Decodable, Sendable {
    /// A tensor that is made rather than stored.
    package struct Source: Decodable, Sendable {
        let name: String
        let shape: [Int]
        let scale: Float
        let offset: Float

        package var tensor: Tensor { HashedValues.tensor(name, Shape(shape), scale: scale, offset: offset) }
    }

    package let name: String
    /// The layer in the notation of specs.
    package let text: String
    package let training: Bool
    package let input: Source
    /// The second and further inputs.
    package let others: [Source]
    /// By role: `weight`, `bias`, `scale`, `shift`, `mean`, `variance`.
    package let parameters: [String: Source]
    /// Of a loss; empty for other layers.
    package let targets: [Target]
    /// Nil for a loss: the gradient of the batch's mean is 1.
    package let outputGradient: Source?
    package let outputShape: Shape
    package let output: [Double]
    package let inputGradient: [Double]
    /// One for each of `others`.
    package let otherGradients: [[Double]]
    package let parameterGradients: [String: [Double]]
    /// The buffers after the forward pass.
    package let statistics: [String: [Double]]

    /// Every case of `layers.json`.
    package static func all() throws -> [LayerFixture] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("layers.json")
        return try JSONDecoder().decode(Contents.self, from: Data(contentsOf: file)).cases
    }

    private struct Contents: Decodable {
        let cases: [LayerFixture]
    }

    private enum CodingKeys: CodingKey {
        case name, layer, training, input, others, parameters, labels, otherLabels, shares, outputGradient, outputShape
        case output, inputGradient, otherGradients, parameterGradients, statistics
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        text = try layerText(values.decode([String: FieldText].self, forKey: .layer))
        training = try values.decode(Bool.self, forKey: .training)
        input = try values.decode(Source.self, forKey: .input)
        others = try values.decodeIfPresent([Source].self, forKey: .others) ?? []
        parameters = try values.decode([String: Source].self, forKey: .parameters)
        let labels = try values.decodeIfPresent([Int].self, forKey: .labels) ?? []
        let otherLabels = try values.decodeIfPresent([Int].self, forKey: .otherLabels) ?? labels
        let shares = try values.decodeIfPresent([Float].self, forKey: .shares) ?? labels.map { _ in 0 }
        targets = zip(labels, zip(otherLabels, shares)).map { Target($0, mixedWith: $1.0, share: $1.1) }
        outputGradient = try values.decodeIfPresent(Source.self, forKey: .outputGradient)
        outputShape = Shape(try values.decode([Int].self, forKey: .outputShape))
        output = try values.decode([Double].self, forKey: .output)
        inputGradient = try values.decode([Double].self, forKey: .inputGradient)
        otherGradients = try values.decodeIfPresent([[Double]].self, forKey: .otherGradients) ?? []
        parameterGradients = try values.decode([String: [Double]].self, forKey: .parameterGradients)
        statistics = try values.decodeIfPresent([String: [Double]].self, forKey: .statistics) ?? [:]
    }
}

/// `{"type": "linear", "outputs": 5}` as `linear: {outputs: 5}`.
private func layerText(_ fields: [String: FieldText]) -> String {
    let others = fields.filter { $0.key != "type" }.map { "\($0.key): \($0.value.text)" }
    return "\(fields["type"]?.text ?? ""): {\(others.sorted().joined(separator: ", "))}"
}

/// A field's value as specs have it.
private struct FieldText: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let truth = try? value.decode(Bool.self) {
            text = "\(truth)"
        } else if let whole = try? value.decode(Int.self) {
            text = "\(whole)"
        } else if let number = try? value.decode(Double.self) {
            text = "\(number)"
        } else if let sides = try? value.decode([String: [Int]].self) {
            text = "{\(sides.map { "\($0): \($1)" }.sorted().joined(separator: ", "))}"
        } else if let pair = try? value.decode([Int].self) {
            text = "\(pair)"
        } else if let numbers = try? value.decode([Double].self) {
            text = "\(numbers)"
        } else {
            text = try value.decode(String.self)
        }
    }
}
