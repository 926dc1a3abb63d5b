import Execution
package import Training

/// The steps of a phase of a training whose pictures have a size of their own.
package struct PlanPhase: Sendable {
    /// The last epoch of the phase, counted from 1.
    let until: Int
    let height: Int
    let width: Int
    let forecast: StepForecast

    package init(until: Int, height: Int, width: Int, forecast: StepForecast) {
        (self.until, self.height, self.width, self.forecast) = (until, height, width, forecast)
    }
}

extension PlanReport {
    /// `pictures of 24×24 until epoch 6: 80.0 ms a step, an arena of 212.4 MiB`
    var phaseLines: [String] {
        guard !phases.isEmpty else { return [] }
        let rows = phases.map { phase in
            let time = phase.forecast.seconds.map { "\(decimal($0 * 1e3, places: 1)) ms a step, " } ?? ""
            let arena = phase.forecast.memory.map { "an arena of \(memoryText($0.working.byteCount))" } ?? ""
            return "  pictures of \(phase.height)×\(phase.width) until epoch \(phase.until): \(time)\(arena)"
        }
        return ["phases before that of whole pictures, which take turns with it in memory:"] + rows
    }
}
