package import Datasets
import Execution
import Layers
import Networks
import Planning
import Recipes
import SpecCompiler
import Synchronization
import Tensors
import Training

extension TrainedNetwork {
    /// Tells where in a picture the network saw what speaks for a class.
    ///
    /// - Parameters:
    ///   - picture: of any size.
    ///   - label: the class, by its place among the scores; the most probable one if left out.
    /// - Throws: `NetspecError.mistake` where the picture cannot be used, or the network does not end in a mean over the picture
    ///   and a linear layer; `NetspecError.machine`.
    public func activationMap(of picture: Picture, label: Int? = nil) throws(NetspecError) -> ActivationMap {
        let label = if let label { label } else { try classify(picture, top: 1).guesses[0].label }
        guard (0..<classCount).contains(label) else {
            throw .mistake("`label` must be below \(classCount), the number of classes, found \(label)", help: nil)
        }
        do {
            let given = try GivenPictures([picture.given], for: experiment.requireData())
            var map: ActivationMap?
            try activationMaps(of: given, labels: [0: label]) { _, found, _ in map = found }
            if let refusal = given.refusals.first {
                throw NetspecError.mistake(refusal.message, help: refusal.help)
            }
            guard let map else { throw NetspecError.machine("the network told nothing of the picture", help: nil) }
            return map
        } catch {
            throw NetspecError(error)
        }
    }

    /// - Throws: `TrainingError` where the network does not end as `ActivationEnding` tells.
    package func requireActivationMaps() throws { _ = try ActivationEnding(experiment.network) }

    /// Hands out a map for each picture that can be decoded, in the pictures' order, and the picture as the network saw it.
    ///
    /// - Parameter labels: the class of each picture, by its number; pictures without are left out.
    /// - Throws: `TrainingError` where the network does not end as `ActivationEnding` tells; what reading and computing throw.
    package func activationMaps(
        of pictures: GivenPictures, labels: [Int: Int], _ body: (Int, ActivationMap, ShownPicture) throws -> Void
    ) throws {
        let ending = try ActivationEnding(experiment.network)
        let settings = try experiment.requireData()
        let shape = experiment.network.shape(of: ending.features)
        let dataset = Dataset(name: "the pictures", classes: classes, train: pictures, test: pictures)
        try turn.withLock { _ in
            let executable = try ending.features.node.map { last in
                try backend.compile(
                    ExecutionPlan(experiment.network.ending(at: last), phase: .evaluation, batch: 1),
                    parameters: parameters)
            }
            let loader = try BatchLoader(
                dataset, .test, settings: settings, plan: BatchPlan(.evaluation, batchSize: 1), threads: loaderThreads)
            while let batch = try loader.next() {
                guard let picture = batch.samples.first, let label = labels[picture] else { continue }
                let numbers = Array(batch.pixels)
                try executable?.run(batch)
                let map = numbers.withUnsafeBufferPointer { input in
                    ActivationMap(
                        label: label, height: shape[1], width: shape[2], features: executable?.scores ?? input,
                        weights: ending.linear.map { weights(ofScore: label, node: $0) },
                        bias: ending.linear.map { bias(ofScore: label, node: $0) } ?? 0)
                }
                try body(
                    picture, map,
                    ShownPicture(numbers, shape: experiment.network.inputShape, normalization: settings.normalization))
            }
        }
    }

    private func weights(ofScore label: Int, node: Int) -> [Float] {
        let all = values(.weight, node: node)
        let count = all.count / classCount
        return Array(all[label * count..<(label + 1) * count])
    }

    private func bias(ofScore label: Int, node: Int) -> Float {
        let all = values(.bias, node: node)
        return all.isEmpty ? 0 : all[label]
    }

    private func values(_ name: ParameterSpecification.Name, node: Int) -> [Float] {
        let index = experiment.network.nodes[node].parameters.firstIndex { $0.name == name }
        return index.map { Array(parameters.values(node: node, index: $0)) } ?? []
    }
}

extension Network {
    /// The part that makes the output of a node, which is then the network's. Its nodes have the same numbers, so that both
    /// networks share a `ParameterStore`.
    fileprivate func ending(at node: Int) -> Network {
        Network(
            name: name, inputShape: inputShape, nodes: Array(nodes[...node]), modules: [], output: Value(of: node),
            losses: [])
    }
}
