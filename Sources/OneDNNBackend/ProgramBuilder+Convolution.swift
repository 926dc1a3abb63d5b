extension ProgramBuilder {
    /// The primitive for one product of a convolution: by the algorithm that was fastest when tried, or by the best guess.
    ///
    /// - Parameter hint: the forward primitive, for the backward ones.
    func convolution(
        _ problem: ConvolutionProblem, _ product: ConvolutionProblem.Product, hint: Primitive? = nil
    ) throws -> Primitive {
        convolutions.append((ConvolutionWork(problem: problem, product: product), subject.nodes))
        let tried = try tuner?.algorithms(problem, product, hint: hint) ?? []
        return try problem.primitive(
            product, engine: engine, algorithms: tried.isEmpty ? problem.guesses : tried, hint: hint)
    }
}
