import Execution
import Layers
import Planning

/// What a backend made of a trial, between two runs with other weights and pictures.
struct TrialRun {
    /// Of a program that has run nothing else.
    let before: Results
    /// What is held to the reference: nothing of the run before may be left in it.
    let judged: Results
    /// The same as before.
    let after: Results
    let usesWinograd: Bool

    init(_ network: JudgedNetwork, _ trial: Trial, compile: Judge.Compile) throws {
        let parameters = try ParameterStore(network.network)
        let plan = ExecutionPlan(network.network, phase: trial.phase, batch: network.batch, passes: trial.passes)
        let executable = try compile(plan, parameters, trial)
        func results(seed: UInt64) throws -> Results {
            network.fill(parameters, seed: seed)
            try executable.run(try network.pictures(seed: seed))
            return Results(of: executable, parameters, trial.phase)
        }
        before = try results(seed: ~trial.numberSeed)
        judged = try results(seed: trial.numberSeed)
        after = try results(seed: ~trial.numberSeed)
        usesWinograd = executable.profile.contains { $0.implementation.contains("wino") }
    }

    /// What is wrong whatever is right, a line each.
    var faults: [String] {
        after.names(differingFrom: before).map { "\($0): other bits when it is run again" }
            + before.namesOfInfinite.map { "\($0): infinite, or not a number, in the first run" }
            + judged.namesOfInfinite.map { "\($0): infinite, or not a number, in the second run" }
    }
}
