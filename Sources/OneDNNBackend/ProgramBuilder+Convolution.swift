extension ProgramBuilder {
    /// The primitive for a convolution in one direction: by the algorithm that was fastest when tried, or by the best guess.
    ///
    /// - Parameter hint: the forward primitive, for the backward ones.
    func convolution(
        _ problem: ConvolutionProblem, _ direction: ConvolutionProblem.Direction, hint: Primitive? = nil
    ) throws -> Primitive {
        let tried = try tuner?.trials(problem, direction, hint: hint).map(\.algorithm) ?? []
        return try problem.primitive(
            direction, engine: engine, algorithms: tried.isEmpty ? problem.algorithms(direction) : tried, hint: hint)
    }
}
