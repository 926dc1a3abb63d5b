package import Datasets
package import Execution
import Layers
package import Recipes
package import Tensors

/// Makes the filters of the first convolution ones that whiten the patches of the training pictures, where its weights say
/// `patch-whitening`: their outputs on such patches are uncorrelated and of variance near 1.
///
/// The covariance of all patches of the filters' size, in normalised pictures without augmentation, has eigenvectors `v` and
/// eigenvalues `λ`. The filters are `v / √(λ + ε)`, by falling `λ`, then the same negated, then random orthogonal mixes of
/// them, which whiten as well. Few filters are those of the largest `λ`. Source: Page, "How to Train Your ResNet 8", 2019; Jordan, airbench, 2024.
package struct PatchWhitening: Sendable {
    /// `[C, height, width]` of a patch.
    let patch: Shape
    let epsilon: Double

    /// Pictures that the covariance is taken over, at most, and patches of each: spread evenly.
    package static let mostPictures = 5000
    private static let mostPatches = 1024
    /// Products in the covariance, at most: some seconds.
    private static let mostProducts = 8_000_000_000

    /// - Parameter patch: the shape of a filter, `[C, height, width]`.
    package init(patch: Shape, epsilon: Double) {
        (self.patch, self.epsilon) = (patch, epsilon)
    }

    /// Sets the weights in `parameters` whose initialiser wants it.
    ///
    /// - Throws: `TrainingError` when the filters are larger than the pictures; what reading pictures throws.
    package static func apply(
        to parameters: ParameterStore, dataset: Dataset, settings: DataSettings, seed: UInt64
    ) throws {
        for (number, entry) in parameters.entries.enumerated() {
            let specification = entry.specification
            guard case .patchWhitening(let epsilon) = specification.initializer else { continue }
            let shape = specification.shape
            let whitening = PatchWhitening(patch: Shape(Array(shape.lengths.dropFirst())), epsilon: Double(epsilon))
            let covariance = try whitening.covariance(
                of: dataset.train, as: settings.fit.map { .shown($0, .middle) } ?? .whole, settings.normalization)
            var random = KeyedRandom(seed: seed, purpose: .initialization, number, 1)
            parameters.set(entry, to: Tensor(shape, whitening.filters(shape[0], covariance, &random).flatMap { $0 }))
        }
    }

    /// The filters, each the numbers of a patch.
    package func filters(_ count: Int, _ covariance: [[Double]], _ random: inout KeyedRandom) -> [[Float]] {
        let eigen = SymmetricEigenvectors(covariance)
        let basis = zip(eigen.values, eigen.vectors).map { value, vector in
            vector.map { $0 / (max(value, 0) + epsilon).squareRoot() }
        }
        var filters = basis + basis.map { $0.map { -$0 } }
        while filters.count < count {
            let mixes = Tensor.orthogonalRows(basis.count, of: basis.count, &random)
            filters += mixes.map { mix in
                basis[0].indices.map { place in zip(mix, basis).reduce(0) { $0 + $1.0 * $1.1[place] } }
            }
        }
        return filters.prefix(count).map { $0.map { Float($0) } }
    }

    /// Of all patches of up to `mostPictures` pictures.
    package func covariance(
        of pictures: any PictureSet, as form: PictureForm = .whole, _ normalization: Normalization
    ) throws -> [[Double]] {
        let length = patch.elementCount
        var room = PictureRoom()
        let shape = try Self.firstShape(of: pictures, as: form)
        guard patch[1] <= shape[1], patch[2] <= shape[2] else {
            throw TrainingError(
                "`patch-whitening` needs filters that fit into the pictures, \(shape), and they are \(patch)",
                help: "choose another `weight-init`")
        }
        var (sums, count) = ([Double](repeating: 0, count: length), 0)
        var products = [Double](repeating: 0, count: length * length)
        var values = [Double](repeating: 0, count: length)
        let places = offsets(in: shape)
        let step = self.step(in: shape)
        let (rows, columns) = (shape[1] - patch[1], shape[2] - patch[2])
        let productsOfPicture = (rows / step + 1) * (columns / step + 1) * length * (length + 1) / 2
        let chosen = min(pictures.count, Self.mostPictures, max(1, Self.mostProducts / productsOfPicture))
        for number in 0..<chosen {
            let index = number * pictures.count / chosen
            // Of pictures of several shapes, those that are like the first.
            guard try Self.read(pictures, index, as: form, into: &room) == shape else { continue }
            let picture = normalized(try room.bytes(shape.elementCount), shape, normalization)
            for top in stride(from: 0, through: rows, by: step) {
                for left in stride(from: 0, through: columns, by: step) {
                    let start = top * shape[2] + left
                    for index in 0..<length { values[index] = picture[start + places[index]] }
                    add(values, to: &sums, &products)
                    count += 1
                }
            }
        }
        return (0..<length).map { row in
            (0..<length).map { column in
                let product = products[max(row, column) * length + min(row, column)]
                return product / Double(count) - sums[row] / Double(count) * (sums[column] / Double(count))
            }
        }
    }

    /// Nil for a picture that is left out.
    private static func read(
        _ pictures: any PictureSet, _ index: Int, as form: PictureForm, into room: inout PictureRoom
    ) throws -> Shape? {
        do {
            return try pictures.read(index, as: form, into: &room)
        } catch is SkippedPicture {
            return nil
        }
    }

    private static func firstShape(of pictures: any PictureSet, as form: PictureForm) throws -> Shape {
        var room = PictureRoom()
        for index in 0..<pictures.count {
            if let shape = try read(pictures, index, as: form, into: &room) { return shape }
        }
        throw TrainingError("`patch-whitening` needs training pictures, and none can be used")
    }

    /// From one patch to the next, in both directions, so that a picture has about `mostPatches`.
    private func step(in shape: Shape) -> Int {
        let places = (shape[1] - patch[1] + 1) * (shape[2] - patch[2] + 1)
        return max(1, Int((Double(places) / Double(Self.mostPatches)).squareRoot().rounded(.up)))
    }

    /// The lower triangle of the products.
    private func add(_ values: [Double], to sums: inout [Double], _ products: inout [Double]) {
        products.withUnsafeMutableBufferPointer { products in
            values.withUnsafeBufferPointer { values in
                for row in values.indices {
                    let value = values[row]
                    sums[row] += value
                    let line = row * values.count
                    for column in 0...row { products[line + column] += value * values[column] }
                }
            }
        }
    }

    /// Where a patch's numbers lie, from its upper left corner in the first channel on.
    private func offsets(in shape: Shape) -> [Int] {
        (0..<patch[0]).flatMap { channel in
            (0..<patch[1]).flatMap { row in
                (0..<patch[2]).map { (channel * shape[1] + row) * shape[2] + $0 }
            }
        }
    }

    private func normalized(
        _ bytes: UnsafeMutableBufferPointer<UInt8>, _ shape: Shape, _ normalization: Normalization
    ) -> [Double] {
        let area = shape[1] * shape[2]
        return bytes.indices.map { index in
            let channel = index / area
            return (Double(bytes[index]) / 255 - Double(normalization.mean[channel]))
                / Double(normalization.deviation[channel])
        }
    }
}
