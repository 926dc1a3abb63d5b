package import Execution
package import Planning

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
            return ConvolutionSurvey(
                entries: try builder.distinctConvolutions.map { work, uses in
                    ConvolutionSurvey.Entry(
                        product: work.product.rawValue, problem: "\(work.problem)", uses: uses,
                        trials: try work.trials(on: builder.recorder.engine))
                })
        }
    }
}

extension ConvolutionWork {
    fileprivate func trials(on engine: Engine) throws -> [ConvolutionSurvey.Trial] {
        let candidates = try ConvolutionSurvey.Layout.allCases.flatMap { layout in
            var problem = problem
            if layout == .channelsLast { problem.format = .channelsLast }
            let hint = try problem.primitive(.forward, engine: engine, algorithms: [.direct], hint: nil).primitive
            return try problem.candidates(product, engine: engine, hint: hint).map {
                (layout, $0.algorithm, $0.primitive)
            }
        }
        let seconds = try TrialRun.times(candidates.map(\.2), element: problem.element).seconds
        return zip(candidates, seconds).map { candidate, seconds in
            ConvolutionSurvey.Trial(
                layout: candidate.0, algorithm: candidate.1.rawValue, implementation: candidate.2.implementation,
                seconds: seconds)
        }
    }
}
