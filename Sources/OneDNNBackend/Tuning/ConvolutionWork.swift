/// One product of a convolution.
struct ConvolutionWork: Hashable {
    let problem: ConvolutionProblem
    let product: ConvolutionProblem.Product
}

extension ProgramBuilder {
    /// What was asked for, in the order of the program, equal products once, with the nodes of each use.
    var distinctConvolutions: [(work: ConvolutionWork, uses: [[Int]])] {
        var order: [ConvolutionWork] = []
        var uses: [ConvolutionWork: [[Int]]] = [:]
        for (work, nodes) in convolutions {
            if uses[work] == nil { order.append(work) }
            uses[work, default: []].append(nodes)
        }
        return order.map { ($0, uses[$0] ?? []) }
    }
}
