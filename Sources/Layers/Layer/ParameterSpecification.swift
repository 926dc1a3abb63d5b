package import Tensors

/// Numbers that a layer owns: what it learns, or what it keeps of the data that passed.
package struct ParameterSpecification: Hashable, Sendable {
    /// The last part of a weight's name in checkpoints.
    package enum Name: String, Sendable {
        case weight, bias, scale, shift, mean, variance
    }

    package enum Role: Sendable {
        /// Changed by the optimiser.
        case learned
        /// A running statistic, changed by the forward pass of training.
        case buffer
    }

    package let name: Name
    package let shape: Shape
    package let role: Role
    package let initializer: Initializer
    /// Inputs summed by one output, and outputs that one input reaches: what initialisers scale by.
    package let fanIn: Int
    package let fanOut: Int
    /// The part of a batch's statistic that comes into a running one.
    package let batchShare: Double

    package init(
        _ name: Name, _ shape: Shape, role: Role = .learned, initializer: Initializer, fanIn: Int = 1, fanOut: Int = 1,
        batchShare: Double = 0
    ) {
        self.name = name
        self.shape = shape
        self.role = role
        self.initializer = initializer
        self.fanIn = fanIn
        self.fanOut = fanOut
        self.batchShare = batchShare
    }
}
