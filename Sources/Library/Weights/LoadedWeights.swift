package import Execution
import Networks
import Recipes
package import SpecCompiler
package import Training

/// Weights in the parameters of a network, and what their file says of itself.
package struct LoadedWeights {
    package let parameters: ParameterStore
    package let description: WeightsDescription
    /// How the spec has pictures otherwise than the weights were trained on, where that is meant; nil where it does not.
    package let remark: String?

    /// - Parameters:
    ///   - experiment: what the spec of `source` says.
    ///   - changesPictures: whether the spec is meant to have pictures otherwise than the weights were trained on.
    /// - Throws: `WeightsMismatch` where they are another network's, `PreprocessingMismatch` where they were trained on pictures
    ///   that were prepared otherwise, `NonFiniteWeights` where they are no numbers; `SafetensorsError`, `FileError`,
    ///   `OutOfMemory`.
    package init(_ source: WeightsSource, for experiment: Experiment, changesPictures: Bool = false) throws {
        let network = experiment.network
        try WeightsLoader.check(source.weights, against: network)
        parameters = try ParameterStore(network)
        description = try WeightsLoader.load(
            source.weights, into: parameters, optional: parameters.namesInAuxiliaries(of: network))
        if let mistake = NonFiniteWeights(parameters, from: source.weights) { throw mistake }
        let mismatch = try PreprocessingMismatch(
            source.weights, known: description.preprocessing, found: experiment.data?.preprocessing())
        if let mismatch, !changesPictures { throw mismatch }
        remark = mismatch?.description
    }
}
