import Glibc
import SpecSyntax
package import Tensors

/// Divides each number by how strong its neighbours in adjoining channels are.
///
/// `output[c] = input[c] · s[c]^(−β)`, `s[c] = k + α/size · Σ_{|j − c| ≤ (size − 1)/2} input[j]²` at each spot of the
/// picture; channels that do not exist count as 0. α is divided by the size, as in Caffe, ONNX and PyTorch (not in
/// TensorFlow).
///
/// `input: [N, C, H, W]` → `output: [N, C, H, W]`. Source: Krizhevsky et al., NIPS 2012; Caffe's `lrn_layer.cpp`.
package struct LocalResponseNorm: Layer {
    package let size: Int
    package let alpha: Double
    package let beta: Double
    package let k: Double

    package static let kind = LayerKind(
        "lrn", help: "normalises by the strength of adjoining channels",
        namesElsewhere: ["localresponsenorm", "localresponsenormalization"]
    ) { fields in
        LocalResponseNorm(
            size: fields.optional("size", .oddInteger, default: 5, help: "number of channels that count"),
            alpha: fields.optional("alpha", .number(0...), default: 1e-4, help: "weight of the mean square"),
            beta: fields.optional("beta", .number(0...), default: 0.75, help: "power of the divisor"),
            k: fields.optional("k", .positiveNumber, default: 1, help: "the divisor's summand"))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        _ = try Picture(inputs[0])
        return inputs[0]
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        var output = pass.inputs[0]
        visitColumns(of: pass.inputs[0]) { column, values in
            let sums = sums(values)
            for (channel, place) in column.enumerated() {
                output.values[place] = Float(values[channel] * pow(sums[channel], -beta))
            }
        }
        return output
    }

    /// `dx[c] = dy[c] · s[c]^(−β) − 2αβ/size · x[c] · Σ_{|j − c| ≤ (size − 1)/2} dy[j] · y[j] / s[j]`
    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        var gradient = Tensor.zeros(pass.inputs[0].shape)
        visitColumns(of: pass.inputs[0]) { column, values in
            let sums = sums(values)
            let direct = zip(column, sums).map { Double(outputGradient.values[$0]) * pow($1, -beta) }
            let ratios = values.indices.map { direct[$0] * values[$0] / sums[$0] }
            for (channel, place) in column.enumerated() {
                let neighbours = window(channel, of: values.count).reduce(0) { $0 + ratios[$1] }
                let indirect = 2 * alpha * beta / Double(size) * values[channel] * neighbours
                gradient.values[place] = Float(direct[channel] - indirect)
            }
        }
        return LayerGradients(inputs: [gradient])
    }

    /// `s` for the channels at one spot.
    private func sums(_ values: [Double]) -> [Double] {
        values.indices.map { channel in
            let squares = window(channel, of: values.count).reduce(0) { $0 + values[$1] * values[$1] }
            return k + alpha / Double(size) * squares
        }
    }

    private func window(_ channel: Int, of channels: Int) -> Range<Int> {
        max(0, channel - size / 2)..<min(channels, channel + size / 2 + 1)
    }

    /// Hands over the places and values of all channels, spot by spot.
    private func visitColumns(of input: Tensor, _ body: (_ places: StrideTo<Int>, _ values: [Double]) -> Void) {
        let planes = Planes(input.shape)
        for picture in 0..<planes.pictures {
            for spot in 0..<planes.area {
                let places = planes.column(picture, spot)
                body(places, places.map { Double(input.values[$0]) })
            }
        }
    }
}

extension FieldFormat where Value == Int {
    fileprivate static var oddInteger: FieldFormat {
        let integer = FieldFormat.integer(1...)
        return FieldFormat(
            "an odd \(integer.description.dropFirst(2))", placeholder: 1,
            schema: .integer(1...largestInteger, isOdd: true)
        ) { node, context in
            guard case .value(let value) = integer.read(node, context), !value.isMultiple(of: 2) else { return .unfit }
            return .value(value)
        }
    }
}
