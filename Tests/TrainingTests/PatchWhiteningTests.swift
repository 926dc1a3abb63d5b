import Datasets
import Diagnostics
import Execution
import Recipes
import SpecCompiler
import Tensors
import TestSupport
import Testing
import Training

@Suite struct PatchWhiteningTests {
    /// By hand: 2 and 4 along the diagonals.
    @Test func eigenvectorsOfASmallMatrix() {
        let eigen = SymmetricEigenvectors([[3, 1], [1, 3]])
        #expect(zip(eigen.values, [4, 2]).allSatisfy { abs($0 - $1) < 1e-14 })
        let half = 0.5.squareRoot()
        #expect(zip(eigen.vectors[0], [half, half]).allSatisfy { abs($0 - $1) < 1e-14 })
        #expect(abs(eigen.vectors[1][0] + eigen.vectors[1][1]) < 1e-14)
    }

    /// `A v = λ v`, for a matrix of random numbers with two equal eigenvalues among them.
    @Test func eigenvectorsAreThat() {
        var random = KeyedRandom(seed: 3, purpose: .initialization)
        let axes = Tensor.orthogonalRows(12, of: 12, &random)
        let lengths: [Double] = [48, 40, 33, 27, 27, 16, 12, 8, 5, 3, 1, 0]
        func entry(_ row: Int, _ column: Int) -> Double {
            var sum = 0.0
            for axis in 0..<12 { sum += lengths[axis] * axes[axis][row] * axes[axis][column] }
            return sum
        }
        let matrix = (0..<12).map { row in (0..<12).map { entry(row, $0) } }
        let eigen = SymmetricEigenvectors(matrix)
        #expect(zip(eigen.values, lengths.sorted(by: >)).allSatisfy { abs($0 - $1) < 1e-11 })
        for (value, vector) in zip(eigen.values, eigen.vectors) {
            for row in 0..<12 {
                let product = zip(matrix[row], vector).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(product - value * vector[row]) < 1e-11)
            }
        }
    }

    private static let pictures = SyntheticShapes(trainCount: 60, testCount: 1)

    /// Filters applied to the patches have a covariance of `λ / (λ + ε)` on the diagonal and 0 beside it, and the last ones,
    /// which are mixes, too.
    @Test func whitens() throws {
        let dataset = Self.pictures.open(in: nil)
        let whitening = PatchWhitening(patch: [3, 2, 2], epsilon: 1e-6)
        let covariance = try whitening.covariance(of: dataset.train, SyntheticShapes().normalization)
        var random = KeyedRandom(seed: 1, purpose: .initialization)
        let filters = whitening.filters(40, covariance, &random).map { $0.map(Double.init) }
        #expect(filters.count == 40)
        func response(_ left: Int, _ right: Int) -> Double {
            covariance.indices.reduce(0) { sum, row in
                covariance.indices.reduce(sum) { $0 + filters[left][row] * covariance[row][$1] * filters[right][$1] }
            }
        }
        for (left, right) in [(0, 0), (3, 3), (11, 11), (24, 24), (30, 30)] {
            #expect(abs(response(left, right) - 1) < 0.01)
        }
        for (left, right) in [(0, 1), (2, 11), (24, 25), (24, 35)] { #expect(abs(response(left, right)) < 0.01) }
        #expect(filters[12] == filters[0].map { -$0 })
    }

    /// Over two pictures by hand, 1×1 patches of one channel: bytes 0 and 255, normalised to −1 and 1.
    @Test func covarianceOfTwoPictures() throws {
        let pictures = try StoredPictures([0, 0, 255, 255], labels: [0, 0], shape: [1, 1, 2])
        let covariance = try PatchWhitening(patch: [1, 1, 2], epsilon: 0).covariance(
            of: pictures, Normalization(mean: [0.5], deviation: [0.5]))
        #expect(covariance == [[1, 1], [1, 1]])
    }

    @Test func aTrainingBeginsByIt() throws {
        let folder = try TemporaryFolder()
        let text = """
            netspec: 1
            input: {channels: 3, height: 32, width: 32}
            network:
              - convolution: {name: stem, filters: 24, kernel: 2, bias: false, weight-init: patch-whitening}
              - global-average-pool
              - linear: {outputs: 10}
            data: {source: {synthetic: {train: 60, test: 10}}}
            train: {epochs: 1, batch: 10, optimizer: {sgd: {rate: 1e-9}}}
            """
        let result = try SpecCompiler.compile(folder.write(text, to: "spec.yaml"))
        let experiment = try #require(result.experiment, "\(result.diagnostics.map(\.message))")
        let parameters = try ParameterStore(experiment.network)
        parameters.initialize(seed: 1)
        let before = Array(parameters.values)
        let data = try #require(experiment.data)
        try PatchWhitening.apply(
            to: parameters, dataset: data.open(in: nil), settings: data, seed: 1)
        let stem = parameters.tensor(parameters.entries[0]).values
        #expect(stem != Array(before.prefix(stem.count)))
        #expect(stem[144..<288].elementsEqual(stem[..<144].map { -$0 }))
    }

    @Test(
        arguments: [
            (
                "[{relu: {name: a}}, {convolution: {name: c, filters: 4, kernel: 3, weight-init: patch-whitening}}]",
                "`patch-whitening` is for a small convolution that reads the pictures, and `c` does not read whole pictures"
            ),
            (
                "[{convolution: {name: c, filters: 4, kernel: 15, weight-init: patch-whitening}}]",
                "`patch-whitening` is for a small convolution that reads the pictures, and `c` has patches of 3 · 15 · 15 = 675 "
                    + "numbers, more than 600"
            ),
        ]) func isForTheFirstConvolution(network: String, message: String) throws
    {
        let folder = try TemporaryFolder()
        let text = "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\nnetwork: \(network)\n"
        let result = try SpecCompiler.compile(folder.write(text, to: "spec.yaml"))
        #expect(result.diagnostics.map(\.message) == [message])
    }
}
