import Recipes

/// What a schedule remembers of evaluations, as a part of a training's state.
final class ScheduleState: StatePart {
    let name = "schedule"
    private let schedule: any Schedule
    private(set) var memory: ScheduleMemory

    init(_ schedule: any Schedule) {
        self.schedule = schedule
        memory = schedule.beginning
    }

    /// Takes another evaluation in.
    func add(_ result: TrainingResult) {
        memory = schedule.memory(memory, afterEvaluation: result.loss)
    }

    var scalars: [String: String] { memory.numbers.mapValues { "\($0)" } }

    func restore(_ scalars: [String: String]) throws {
        for name in memory.numbers.keys {
            guard let number = scalars[name].flatMap({ Double($0) }) else {
                throw TrainingError(
                    "the checkpoint must hold `\(name)` of the schedule, and does not",
                    help: "resume the run with the schedule it was begun with")
            }
            memory.numbers[name] = number
        }
    }
}
