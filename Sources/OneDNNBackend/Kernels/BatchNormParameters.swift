import Execution
import Layers
import Tensors

/// The parameters of a batch normalisation, by name: some of them may be missing.
struct BatchNormParameters {
    let node: Int
    let specifications: [ParameterSpecification]

    var channels: Int { specifications[0].shape[0] }

    private func place(_ name: ParameterSpecification.Name) -> Int? {
        specifications.firstIndex { $0.name == name }
    }

    /// Where it is kept.
    func numbers(
        _ name: ParameterSpecification.Name, _ builder: ProgramBuilder
    ) -> UnsafeMutableBufferPointer<Float>? {
        place(name).map { builder.parameters.values(node: node, index: $0) }
    }

    func tensor(_ name: ParameterSpecification.Name, _ builder: ProgramBuilder) throws -> PlacedTensor? {
        try place(name).map { try builder.weights.parameter(node, $0, shape: [channels]) }
    }

    func gradient(_ name: ParameterSpecification.Name, _ builder: ProgramBuilder) throws -> PlacedTensor? {
        try place(name).map { try builder.weights.gradient(node, $0, shape: [channels]) }
    }
}
