extension ProgramBuilder {
    /// The primitive for a convolution in one direction.
    ///
    /// - Parameter hint: the forward primitive, for the backward ones.
    func convolution(
        _ problem: ConvolutionProblem, _ direction: ConvolutionProblem.Direction, hint: Primitive? = nil
    ) throws -> Primitive {
        try problem.primitive(direction, engine: engine, algorithms: problem.algorithms(direction), hint: hint)
    }
}
