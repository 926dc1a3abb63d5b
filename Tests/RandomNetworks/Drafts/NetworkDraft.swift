package import Tensors

/// A network before it is text: a list of layers that say by name what they read, for whoever makes networks up or takes
/// parts out of them.
package struct NetworkDraft: Hashable, Sendable {
    package struct Field: Hashable, Sendable {
        package let key: String
        /// As a spec has it: `3`, `[1, 3]`, `false`.
        package var value: String
    }

    package struct Layer: Hashable, Sendable {
        package let name: String
        package let kind: String
        package var fields: [Field]
        /// Names of earlier layers, or `input`.
        package var inputs: [String]
        /// The layers of an auxiliary classifier, which form a chain; empty for all else.
        package var nested: [Layer] = []
    }

    package var input: Shape
    package let classes: Int
    /// Pictures in a step.
    package var batch: Int
    package var labelSmoothing: String
    package var layers: [Layer] = []

    /// The spec.
    package var text: String {
        """
        netspec: 1
        input: {channels: \(input[0]), height: \(input[1]), width: \(input[2])}
        classes: \(classes)
        train: {epochs: 1, batch: \(batch), label-smoothing: \(labelSmoothing), optimizer: {sgd: {rate: 0.1}}}
        lint: {ambiguous-padding: off, bias-before-batch-norm: off, unread-output: off, unseen-input: off}
        network:

        """ + layers.map { "  - \($0.text)\n" }.joined()
    }
}

extension NetworkDraft.Layer {
    /// `convolution: {name: v2, from: v1, filters: 16, kernel: 3}`
    var text: String {
        let from = inputs.count == 1 ? inputs[0] : "[\(inputs.joined(separator: ", "))]"
        let place = nested.isEmpty && inputs.isEmpty ? [] : ["from: \(from)"]
        let steps = nested.isEmpty ? [] : ["network: [\(nested.map { "{\($0.text)}" }.joined(separator: ", "))]"]
        return "\(kind): {\((["name: \(name)"] + place + fields.map(\.text) + steps).joined(separator: ", "))}"
    }

    /// Kind and fields alone, for a reader of layers.
    var plainText: String { "\(kind): {\(fields.map(\.text).joined(separator: ", "))}" }
}

extension NetworkDraft.Field {
    fileprivate var text: String { "\(key): \(value)" }
}
