import Execution
import Layers
import Planning

/// What a backend made of a trial: twice the same, with something else between.
struct TrialRun {
    /// Of a program that has run nothing else.
    let first: Results
    /// After a run with other weights and pictures, of which nothing may be left.
    let second: Results
    let usesWinograd: Bool

    init(_ judged: JudgedNetwork, _ trial: Trial, compile: Judge.Compile) throws {
        let parameters = try ParameterStore(judged.network)
        let plan = ExecutionPlan(judged.network, phase: trial.phase, batch: judged.batch, passes: trial.passes)
        let executable = try compile(plan, parameters, trial)
        func results(seed: UInt64) throws -> Results {
            judged.fill(parameters, seed: seed)
            try executable.run(judged.pictures(seed: seed))
            return Results(of: executable, parameters, trial.phase)
        }
        first = try results(seed: trial.numberSeed)
        _ = try results(seed: ~trial.numberSeed)
        second = try results(seed: trial.numberSeed)
        usesWinograd = executable.profile.contains { $0.implementation.contains("wino") }
    }
}
