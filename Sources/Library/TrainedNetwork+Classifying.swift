import Datasets
import Networks
import SpecCompiler
import Tensors
import Training

extension TrainedNetwork {
    /// What the network is called.
    public var name: String { experiment.network.name }

    /// Channels, height and width of its input: `[3, 224, 224]`.
    public var inputShape: [Int] { experiment.network.inputShape.lengths }

    /// What it costs, for one picture.
    public var totals: NetworkTotals { NetworkTotals(experiment.network) }

    /// Tells what a picture shows. It is brought to the network's input as evaluation does it.
    ///
    /// Computes before it returns: call it where waiting is fine.
    ///
    /// - Parameters:
    ///   - picture: of any size.
    ///   - top: of how many classes to tell.
    /// - Throws: `NetspecError.mistake` where the picture cannot be used; `NetspecError.machine`.
    public func classify(_ picture: Picture, top: Int = 5) throws(NetspecError) -> Classification {
        guard let result = try classify([picture], top: top).first else {
            throw .machine("the network told nothing of the picture", help: nil)
        }
        return try result.get()
    }

    /// Tells what pictures show, in their order. A picture that cannot be used keeps none of the others from being told of.
    ///
    /// - Parameters:
    ///   - pictures: of any size.
    ///   - top: of how many classes to tell.
    /// - Throws: `NetspecError.mistake` where the network gives no numbers; `NetspecError.machine`.
    public func classify(
        _ pictures: [Picture], top: Int = 5
    ) throws(NetspecError) -> [Result<Classification, NetspecError>] {
        guard top > 0 else { throw .mistake("`top` must be at least 1, found \(top)", help: nil) }
        guard !pictures.isEmpty else { return [] }
        do {
            let channels = inputShape[0]
            for picture in pictures {
                if case .pixels(_, let shape, let name) = picture.given, shape[0] != channels {
                    throw NetspecError.mistake(
                        "`\(name)` must have the network's \(channels) channels, and has \(shape[0])", help: nil)
                }
            }
            let given = try GivenPictures(pictures.map(\.given), for: experiment.requireData())
            var results = [Result<Classification, NetspecError>?](repeating: nil, count: pictures.count)
            for prediction in try predictions(of: given, most: top) {
                let name = given.paths[prediction.picture]
                results[prediction.picture] = .success(Classification(prediction, of: name, classes: classes))
            }
            for (place, refusal) in given.refusalsByPlace {
                results[place] = .failure(.mistake(refusal.message, help: refusal.help))
            }
            return results.map { $0 ?? .failure(.machine("the network told nothing of the picture", help: nil)) }
        } catch {
            throw NetspecError(error)
        }
    }
}
