import Diagnostics
import Glibc
import SpecSyntax
package import Tensors

/// Divides each number by how strong its neighbours are: those in adjoining channels, or those around it in its own channel.
///
/// `output = input · s^(−β)`, and `region` says what `s` sums at each place:
/// `across-channels`: `s[c] = k + α/size · Σ_{|j − c| ≤ (size − 1)/2} input[j]²` at one spot of the picture;
/// `within-channels`: `s[y, x] = 1 + α/size² · Σ input[j, i]²` over the `size × size` spots around it in one channel.
/// What does not exist counts as 0. α is divided by the size, as in Caffe, ONNX and PyTorch (not in TensorFlow).
///
/// `input: [N, C, H, W]` → `output: [N, C, H, W]`. Source: Krizhevsky et al., NIPS 2012; Caffe's `lrn_layer.cpp`.
package struct LocalResponseNorm: Layer {
    package enum Region: String, Hashable, Sendable, CustomStringConvertible {
        case acrossChannels = "across-channels"
        case withinChannels = "within-channels"
        package var description: String { rawValue }
    }

    package let size: Int
    package let alpha: Double
    package let beta: Double
    package let k: Double
    package let region: Region

    package static let kind = LayerKind(
        "lrn", help: "normalises by the strength of neighbours",
        aliases: ["localresponsenorm", "localresponsenormalization"]
    ) { fields in
        let layer = LocalResponseNorm(
            size: fields.optional(
                "size", .oddInteger, default: 5, help: "number of channels that count, or of rows and of columns"),
            alpha: fields.optional("alpha", .number(0...), default: 1e-4, help: "weight of the mean square"),
            beta: fields.optional("beta", .number(0...), default: 0.75, help: "power of the divisor"),
            k: fields.optional("k", .positiveNumber, default: 1, help: "the divisor's summand; 1 within channels"),
            region: fields.optional(
                "region",
                .word(["across-channels": .acrossChannels, "within-channels": .withinChannels]),
                default: .acrossChannels, help: "where the neighbours are"))
        if !fields.failed, layer.region == .withinChannels, layer.k != 1 {
            fields.report(
                Diagnostic(
                    .contradiction,
                    "`k` must be 1 within channels, where Caffe has none, found `\(shortest(layer.k))`",
                    at: fields.span(of: "k"), help: "remove `k`, or write `region: across-channels`"))
        }
        return layer
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        _ = try Picture(inputs[0])
        return inputs[0]
    }

    package func sight(_ inputs: [Shape]) -> Sight {
        region == .acrossChannels ? .place : .window(reach: Extent(size), stride: Extent(1))
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        var output = pass.inputs[0]
        visitNeighbourhoods(of: pass.inputs[0]) { places, values, neighbours in
            let sums = sums(values, neighbours)
            for (index, place) in places.enumerated() {
                output.values[place] = Float(values[index] * pow(sums[index], -beta))
            }
        }
        return output
    }

    /// `dx[c] = dy[c] · s[c]^(−β) − 2αβ/size · x[c] · Σ dy[j] · y[j] / s[j]` over the neighbours `j`; `size²` within channels.
    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        var gradient = Tensor.zeros(pass.inputs[0].shape)
        visitNeighbourhoods(of: pass.inputs[0]) { places, values, neighbours in
            let sums = sums(values, neighbours)
            let direct = zip(places, sums).map { Double(outputGradient.values[$0]) * pow($1, -beta) }
            let ratios = values.indices.map { direct[$0] * values[$0] / sums[$0] }
            for (index, place) in places.enumerated() {
                let around = neighbours(index).reduce(0) { $0 + ratios[$1] }
                let indirect = 2 * beta * share * values[index] * around
                gradient.values[place] = Float(direct[index] - indirect)
            }
        }
        return LayerGradients(inputs: [gradient])
    }

    /// What a square counts.
    private var share: Double { alpha / Double(region == .acrossChannels ? size : size * size) }

    /// `s` for the numbers of one neighbourhood.
    private func sums(_ values: [Double], _ neighbours: (Int) -> [Int]) -> [Double] {
        values.indices.map { index in
            k + share * neighbours(index).reduce(0) { $0 + values[$1] * values[$1] }
        }
    }

    /// The indices at most half the size away.
    private func window(_ index: Int, of count: Int) -> Range<Int> {
        max(0, index - size / 2)..<min(count, index + size / 2 + 1)
    }

    /// Hands over numbers that can be each other's neighbours, all channels of a spot or all spots of a channel: their places,
    /// their values, and the indices of each one's neighbours among them.
    private func visitNeighbourhoods(
        of input: Tensor, _ body: (_ places: [Int], _ values: [Double], _ neighbours: (Int) -> [Int]) -> Void
    ) {
        let planes = Planes(input.shape)
        switch region {
        case .acrossChannels:
            for picture in 0..<planes.pictures {
                for spot in 0..<planes.area {
                    let places = Array(planes.column(picture, spot))
                    body(places, places.map { Double(input.values[$0]) }) { Array(window($0, of: planes.channels)) }
                }
            }
        case .withinChannels:
            let (height, width) = (input.shape[2], input.shape[3])
            for plane in 0..<planes.pictures * planes.channels {
                let places = Array(plane * planes.area..<(plane + 1) * planes.area)
                body(places, places.map { Double(input.values[$0]) }) { index in
                    window(index / width, of: height).flatMap { row in
                        window(index % width, of: width).map { row * width + $0 }
                    }
                }
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
