import Datasets
import Diagnostics
import Files
import NIOHTTP1
package import Netspec
import Reports
import SpecCompiler
import Training

/// What a server tells of: a network, as JSON.
package struct ServedNetwork: Sendable {
    private let network: TrainedNetwork
    private let weights: String

    /// - Parameter weights: the path of their file.
    package init(_ network: TrainedNetwork, weights: String) {
        self.network = network
        self.weights = weights
    }

    private struct Description: Encodable {
        struct Totals: Encodable {
            let parameters: Int
            let buffers: Int
            let multiplyAdds: Int
            let flops: Int
        }

        struct Limits: Encodable {
            let bodyBytes: Int
            let pixels: Int
        }

        let name: String
        let classes: [String]
        /// Channels, height, width.
        let input: [Int]
        let totals: Totals
        let weights: String
        let limits: Limits
    }

    /// What there is to be known of the network, as `GET /model` tells it.
    func description(_ limits: ServingLimits) throws -> [UInt8] {
        let totals = network.totals
        return try encodedJSON(
            Description(
                name: network.name, classes: network.classes, input: network.inputShape,
                totals: .init(
                    parameters: totals.parameters, buffers: totals.buffers, multiplyAdds: totals.multiplyAdds,
                    flops: totals.flops),
                weights: weights, limits: .init(bodyBytes: limits.bodyBytes, pixels: limits.pixels)))
    }

    /// What the network takes a picture for, as `predict --format json` tells it.
    func prediction(of bytes: [UInt8], name: String, top: Int, _ limits: ServingLimits) -> Result<[UInt8], Refusal> {
        do {
            let given = try GivenPictures(
                [.bytes(bytes, name: name)], for: network.experiment.requireData(), pixelLimit: limits.pixels)
            let predictions = try network.predictions(of: given, most: top)
            if let refused = given.refusals.first {
                return .failure(Refusal(.unprocessableEntity, refused.message, help: refused.help))
            }
            return .success(
                try encodedJSON(
                    PredictionReport(predictions, of: given, weights: weights, classes: network.classes)))
        } catch let error as any UserMistake {
            return .failure(Refusal(.unprocessableEntity, "\(error)", help: error.help))
        } catch {
            return .failure(Refusal(.internalServerError, "\(error)"))
        }
    }
}
