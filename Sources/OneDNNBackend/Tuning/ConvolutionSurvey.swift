package import Execution
package import Planning

/// One product of a convolution in a program, and the nodes that it is for.
struct ConvolutionUse: Hashable {
    let problem: ConvolutionProblem
    let product: ConvolutionProblem.Product
    let nodes: [Int]
}

/// How fast a plan's convolutions are by the algorithms that tuning tries, and channels-last: to find out whether another
/// layout would pay.
package struct ConvolutionSurvey: Sendable {
    package enum Layout: String, Sendable, CaseIterable {
        /// Blocks of channels, the library's own choice and that of netspec's kernels.
        case blocks
        case channelsLast = "channels-last"
    }

    package struct Trial: Sendable {
        package let layout: Layout
        package let algorithm: String
        /// oneDNN's name.
        package let implementation: String
        package let seconds: Double
    }

    /// Equal products are tried once.
    package struct Entry: Sendable {
        package let product: String
        package let problem: String
        /// The nodes of each use.
        package let uses: [[Int]]
        package let trials: [Trial]

        package func fastest(_ layout: Layout) -> Trial? {
            trials.filter { $0.layout == layout }.min { $0.seconds < $1.seconds }
        }
    }

    package let entries: [Entry]
}

extension OneDNNBackend {
    /// Tries every convolution of a plan.
    package func survey(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> ConvolutionSurvey {
        try withBuilder(plan, parameters) { builder in
            _ = try builder.outline()
            var order: [ConvolutionUse] = []
            var uses: [ConvolutionUse: [[Int]]] = [:]
            for use in builder.convolutions {
                let key = ConvolutionUse(problem: use.problem, product: use.product, nodes: [])
                if uses[key] == nil { order.append(key) }
                uses[key, default: []].append(use.nodes)
            }
            return ConvolutionSurvey(
                entries: try order.map { use in
                    ConvolutionSurvey.Entry(
                        product: use.product.rawValue, problem: "\(use.problem)", uses: uses[use] ?? [],
                        trials: try use.trials(on: builder.engine))
                })
        }
    }
}

extension ConvolutionUse {
    fileprivate func trials(on engine: Engine) throws -> [ConvolutionSurvey.Trial] {
        var candidates: [(ConvolutionSurvey.Layout, ConvolutionAlgorithm, Primitive)] = []
        for layout in ConvolutionSurvey.Layout.allCases {
            var problem = problem
            if layout == .channelsLast { problem.format = .channelsLast }
            for algorithm in layout == .blocks ? problem.candidates : [.direct] {
                do {
                    let hint = try problem.primitive(.forward, engine: engine, algorithm: .direct, hint: nil)
                    candidates.append(
                        (
                            layout, algorithm,
                            try problem.primitive(product, engine: engine, algorithm: algorithm, hint: hint)
                        ))
                } catch let error as OneDNNError where error.isUnimplemented {
                    continue
                }
            }
        }
        let seconds = try TrialRun.seconds(candidates.map(\.2), element: problem.element)
        return zip(candidates, seconds).map { candidate, seconds in
            ConvolutionSurvey.Trial(
                layout: candidate.0, algorithm: candidate.1.rawValue, implementation: candidate.2.implementation,
                seconds: seconds)
        }
    }
}
