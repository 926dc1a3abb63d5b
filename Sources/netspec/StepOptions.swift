import ArgumentParser

/// A step of a network that is planned or timed, and how its parts are listed.
struct StepOptions: ParsableArguments {
    @Option(help: "Which step; train and eval are short for the two.")
    var phase: PhaseName = .training

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Pictures in a step; those of `train` in the spec, or 64.", valueName: "count"))
    var batch: Int?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Group by so many names of the layers' paths.", valueName: "count"))
    var depth = 1

    @Flag(help: "List every part instead of modules.")
    var flat = false

    /// Nil for every part on its own.
    var groupedDepth: Int? { flat ? nil : depth }

    func validate() throws {
        try checkBatch(batch)
        guard depth >= 1 else { throw ValidationError("--depth must be at least 1, found \(depth)") }
    }
}
