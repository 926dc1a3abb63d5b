package import Execution
import Layers
package import Planning
import Tensors

/// Holds what a backend, oneDNN's if no other is given, makes of a network to the reference.
///
/// A number of either may be off by rounding, and where a rounding turns the sign of a ReLU's input, or which number is the
/// largest, a gradient takes another way. So results may be as far from the reference as those of a reference that rounds
/// all that it makes are, and somewhat further; and what is further is wrong only if it is so with other weights and
/// pictures too: a fault comes again, and a sign that a rounding turned does not.
package final class Judge {
    private let judged: JudgedNetwork
    private let compile: Compile
    private var expectations: [Key: Expectation] = [:]

    private struct Key: Hashable {
        let phase: Phase
        let precision: Precision
        let seed: UInt64
    }

    /// Draws of weights and pictures that must all show it.
    private static let draws: UInt64 = 3

    /// Makes a plan ready in a trial's way.
    package typealias Compile = (ExecutionPlan, ParameterStore, Trial) throws -> any Executable

    /// - Parameter compile: of whoever is judged.
    package init(
        _ judged: JudgedNetwork, compile: @escaping Compile = { try $2.compile($0, $1) }
    ) {
        self.judged = judged
        self.compile = compile
    }

    /// What is wrong in a trial, a line each.
    package func mistakes(in trial: Trial) throws -> [String] {
        var found: [String]?
        for draw in 0..<Self.draws {
            let (lines, isCertain) = try look(at: trial.with(numberSeed: trial.numberSeed &+ draw &* 7919))
            if lines.isEmpty { return [] }
            found = found ?? lines
            if isCertain { break }
        }
        return found ?? []
    }

    /// - Returns: also whether there is no need of another draw: what must be the same is not, or a number is none.
    private func look(at trial: Trial) throws -> (lines: [String], isCertain: Bool) {
        let run = try TrialRun(judged, trial, compile: compile)
        if !run.faults.isEmpty { return (run.faults, true) }
        let expected = try expectation(trial)
        let bound = Bound(precision: trial.precision, usesWinograd: run.usesWinograd)
        let (distances, scales) = (run.judged.distances(from: expected.exact), expected.scales)
        let lines = expected.exact.names.compactMap { name -> String? in
            guard let distance = distances[name], let scale = scales[name], let spread = expected.spread[name] else {
                return "\(name): not there"
            }
            let allowed = bound.allowed(
                spread: spread, scale: scale,
                greatestGradient: Results.isGradient(name) ? expected.greatestGradient : nil)
            if distance <= allowed { return nil }
            return "\(name): \(short(distance)) off, \(short(allowed)) allowed, \(short(scale)) large"
        }
        return (lines, false)
    }

    private func expectation(_ trial: Trial) throws -> Expectation {
        let key = Key(phase: trial.phase, precision: trial.precision, seed: trial.numberSeed)
        if let known = expectations[key] { return known }
        let made = try Expectation(judged, trial.phase, trial.precision, seed: trial.numberSeed)
        expectations[key] = made
        return made
    }
}

/// Three digits.
private func short(_ number: Double) -> String {
    guard number.isFinite, number > 0 else { return "\(number)" }
    var scale = 1.0
    while number * scale < 100 { scale *= 10 }
    while number * scale >= 1000 { scale /= 10 }
    return "\((number * scale).rounded() / scale)"
}
