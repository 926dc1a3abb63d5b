import Diagnostics
import Layers
package import SpecSyntax
package import Tensors

/// What a spec says of its training, in the mapping `train`.
package struct TrainSettings: Sendable {
    package let epochs: Int
    /// Pictures that pass at once.
    package let batch: Int
    package let optimizer: any Optimizer
    package let schedule: any Schedule
    /// What comes before the schedule; nil for nothing.
    package let warmup: Warmup?
    /// What every random draw is keyed by: first weights, order, augmentation, dropout.
    package let seed: UInt64
    /// Epochs from one evaluation to the next; 0 for one at the end.
    package let evaluateEvery: Int
    package let labelSmoothing: Double
    package let classWeighting: ClassWeighting
    /// What the network computes with, in training and evaluation.
    package let precision: Precision
    /// What some parameters have of their own.
    package let rules: [ParameterRule]
    package let decay: DecayScope
    /// The longest that all gradients together may be; nil for any.
    package let clipNorm: Double?
    /// Batches in a step.
    package let accumulate: Int
    /// What is evaluated in place of the weights; nil for them.
    package let average: AverageSettings?
    /// When checkpoints are written, beside the one at the end.
    package let checkpoints: Cadence
    /// Of how many checkpoints the weights are kept, the newest; nil for all.
    package let keepCheckpoints: Int?
    /// Nil where every epoch is trained.
    package let earlyStopping: EarlyStopping?
    /// After which training stops; nil where it may take as long as it does.
    package let timeLimit: Duration?
    /// Whether an epoch ends in a smaller batch where its pictures do not fill the last; otherwise they are left out.
    package let keepsPartialBatch: Bool
    /// Sizes of training pictures other than their own, by phase.
    package let sizes: [SizePhase]

    package init(
        epochs: Int, batch: Int = UsualBatch.training, optimizer: any Optimizer,
        schedule: any Schedule = ConstantSchedule(),
        warmup: Warmup? = nil, seed: UInt64 = 1, evaluateEvery: Int = 1, labelSmoothing: Double = 0,
        classWeighting: ClassWeighting = .alike, precision: Precision = .float32, rules: [ParameterRule] = [],
        decay: DecayScope = .all, clipNorm: Double? = nil, accumulate: Int = 1, average: AverageSettings? = nil,
        checkpoints: Cadence = .epochs(1), keepCheckpoints: Int? = nil, earlyStopping: EarlyStopping? = nil,
        timeLimit: Duration? = nil,
        keepsPartialBatch: Bool = false, sizes: [SizePhase] = []
    ) {
        self.epochs = epochs
        self.batch = batch
        self.optimizer = optimizer
        self.schedule = schedule
        self.warmup = warmup
        self.seed = seed
        self.evaluateEvery = evaluateEvery
        self.labelSmoothing = labelSmoothing
        self.classWeighting = classWeighting
        self.precision = precision
        self.rules = rules
        self.decay = decay
        self.clipNorm = clipNorm
        self.accumulate = accumulate
        self.average = average
        self.checkpoints = checkpoints
        self.keepCheckpoints = keepCheckpoints
        self.earlyStopping = earlyStopping
        self.timeLimit = timeLimit
        self.keepsPartialBatch = keepsPartialBatch
        self.sizes = sizes
    }

    /// Reads and declares the fields.
    package static func read(_ fields: FieldReader) -> TrainSettings {
        let usual = TrainSettings(epochs: 1, optimizer: SGD(rate: 1))
        let train = TrainSettings(
            epochs: fields.required(
                "epochs", .integer(1...1_000_000),
                onResume: .mustStayWhere("the schedule depends on the length") { entries in
                    settings(entries).rateDependsOnLength
                }, help: "how often the training pictures pass"),
            batch: fields.optional(
                "batch", .integer(1...largestBatch), default: usual.batch,
                onResume: .mustStay("it decides which pictures a step sees"),
                help: "pictures that pass at once; a step takes as many, or `accumulate` times as many"),
            optimizer: fields.required(
                "optimizer", .choice(of: "an optimiser", OptimizerCatalogue.choices, placeholder: SGD(rate: 1)),
                onResume: .mustStay("the steps so far were made by it, and what it remembers goes on"),
                help: "the rule that changes the weights"),
            schedule: fields.optional(
                "schedule", .choice(of: "a schedule", ScheduleCatalogue.choices, placeholder: ConstantSchedule()),
                default: usual.schedule, onResume: .mustStay("the rates of the steps so far came from it"),
                help: "how the learning rate changes over the steps"),
            warmup: fields.ifPresent(
                "warmup", .warmup, onResume: .mustStay("the rates of the steps so far came from it"),
                help: "how long the rate rises in a straight line before the schedule, which then has what is left"),
            seed: UInt64(
                fields.optional(
                    "seed", .integer(0...), default: Int(usual.seed),
                    onResume: .mustStay("every random draw depends on it"),
                    help: "the start of all random draws: first weights, order, augmentation, dropout")),
            evaluateEvery: fields.optional(
                "evaluate-every", .integer(0...), default: usual.evaluateEvery,
                onResume: .mustStayWhere("the schedule goes by evaluations") { entries in
                    !settings(entries).schedule.beginning.isEmpty
                },
                help:
                    "epochs from one evaluation to the next, of the pictures held out or else the test split; 0 for one at the end"
            ),
            labelSmoothing: fields.optional(
                "label-smoothing", .fraction, default: usual.labelSmoothing,
                onResume: .mustStay("the gradients of the steps so far depend on it"),
                help: "part of the target spread over all classes"),
            classWeighting: fields.optional(
                "class-weights", .classWeighting, default: usual.classWeighting,
                onResume: .mustStay("the gradients of the steps so far depend on it"),
                help: "what each class's part of the loss counts; all alike if left out"),
            precision: fields.optional(
                "precision", .word(["float32": .float32, "bfloat16": .bfloat16]), default: usual.precision,
                onResume: .mustStay("the steps so far were computed in it"),
                help: "what the network computes with; weights are learned in float32 in either"),
            rules: fields.optional(
                "rules", .list(of: .mapping(of: "rules", ParameterRule.read)), default: [],
                onResume: .mustStay("the steps so far were made by them"),
                help: "what some parameters have of their own, by their paths"
            ).compactMap { $0 },
            decay: fields.optional(
                "decay", .word(["all": .all, "weights-only": .weightsOnly]), default: usual.decay,
                onResume: .mustStay("the steps so far were made with it"),
                help: "whether biases and what normalises decay too"),
            clipNorm: fields.ifPresent(
                "clip-norm", .positiveNumber, onResume: .mustStay("the steps so far were clipped by it"),
                help: "the longest that the gradients of a step together may be; any length if left out"),
            accumulate: fields.optional(
                "accumulate", .integer(1...largestBatch), default: usual.accumulate,
                onResume: .mustStay("it decides which pictures a step sees"),
                help: "batches in a step, whose gradients are averaged over all their pictures"),
            average: fields.ifPresent(
                "average", .mapping(of: "average", AverageSettings.read),
                onResume: .mustStay("the average so far was made by it"),
                help: "a moving average of the weights, which is evaluated in their place; none if left out") ?? nil,
            checkpoints: fields.optional(
                "checkpoint-every", .cadence, default: usual.checkpoints, onResume: .mayChange,
                help: "how often a checkpoint is written, beside the one at the end"),
            keepCheckpoints: fields.ifPresent(
                "keep-checkpoints", .integer(2...1_000_000), onResume: .mayChange,
                help: "of how many checkpoints the weights are kept, the newest; all if left out"),
            earlyStopping: fields.ifPresent(
                "early-stopping",
                .mapping(of: "early-stopping", EarlyStopping.read), onResume: .mayChange,
                help: "ends the training when evaluations bring nothing better; never if left out") ?? nil,
            timeLimit: fields.ifPresent(
                "time-limit", .minutes, onResume: .mayChange,
                help: "minutes after which training stops with a checkpoint; none if left out"
            ).map { .seconds(60 * $0) },
            keepsPartialBatch: fields.optional(
                "partial-batch", .word(["drop": PartialBatch.drop, "keep": .keep]),
                default: usual.keepsPartialBatch ? .keep : .drop,
                onResume: .mustStay("it decides how many steps an epoch has"),
                help:
                    "whether the last pictures of an epoch, where they do not fill a batch, are a smaller one or left out"
            ) == .keep,
            sizes: fields.optional(
                "sizes", .sizePhases, default: usual.sizes,
                onResume: .mustStay("the steps so far saw pictures of these sizes"),
                help: "sizes of the training pictures by phase, up to an epoch each; after the last they have their own"
            ))
        if train.earlyStopping != nil, train.evaluateEvery == 0 {
            fields.report(
                Diagnostic(
                    .contradiction,
                    "`early-stopping` counts evaluations, and `evaluate-every: 0` asks for one at the end",
                    at: fields.span(of: "early-stopping"), help: "write `evaluate-every: 1`"))
        }
        return train
    }

    /// The class weights that are known before the data are read; empty where all count alike, or that shows only then.
    package var classWeights: [Double] { classWeighting.numbers }

    /// When the network is evaluated: by epochs, and in any case at the end.
    package var evaluations: Cadence { evaluateEvery > 0 ? .epochs(evaluateEvery) : .atTheEnd }

    /// What some fields come to; placeholders where they have mistakes.
    private static func settings(_ entries: [SyntaxNode.Entry]) -> TrainSettings {
        let nowhere = SourceSpan.beginning(of: SourceFile(path: "", text: ""))
        return read(FieldReader(entries, of: "train", at: nowhere, context: .silent))
    }

    package var picturesInStep: Int { batch * accumulate }

    /// The longest time that can be asked for: nineteen years.
    package static let mostMinutes = 1e7

    /// The largest batch that can be asked for.
    package static let largestBatch = 65_536

    /// How the training pictures are cut into batches.
    ///
    /// - Parameters:
    ///   - firstEpoch: where to begin, counted from 0, as is `firstStep` of it.
    package func batchPlan(firstEpoch: Int = 0, firstStep: Int = 0) -> BatchPlan {
        BatchPlan(
            .training, batchSize: batch, keepsPartialBatch: keepsPartialBatch, sizes: sizes, seed: seed,
            firstEpoch: firstEpoch, firstBatch: firstStep * accumulate, batchesInStep: accumulate)
    }

    package func stepsPerEpoch(pictures: Int) -> Int {
        (batchPlan().batchCount(pictures: pictures) + accumulate - 1) / accumulate
    }

    /// The way of a training from its first step on.
    package func course(stepsPerEpoch: Int) -> TrainingCourse {
        TrainingCourse(epochs: epochs, stepsPerEpoch: stepsPerEpoch, batch: picturesInStep, stepsMade: 0)
    }

    /// What is told of the pictures that no batch of an epoch holds; nil where there are none.
    package func noteOfDroppedPictures(_ pictures: Int) -> String? {
        guard !keepsPartialBatch, pictures % picturesInStep > 0 else { return nil }
        let count = pictures % picturesInStep
        return "\(count) of the \(pictures) training pictures \(count == 1 ? "does" : "do") not fill a "
            + "\(accumulate > 1 ? "step" : "batch"), and each epoch leaves as many out; `partial-batch: keep` in `train` "
            + "trains on all"
    }

    /// The rate of a step; see `Schedule`.
    ///
    /// - Parameter memory: what the schedule remembers of evaluations before it.
    package func rate(atStep step: Int, stepsPerEpoch: Int, memory: ScheduleMemory = ScheduleMemory()) -> Double {
        let total = course(stepsPerEpoch: stepsPerEpoch).totalSteps
        let rising = warmup?.steps(of: total, stepsPerEpoch: stepsPerEpoch) ?? 0
        let part = step < rising ? warmup?.part(atStep: step, of: rising) ?? 1 : 1
        return part * schedule.scale(memory)
            * schedule.rate(
                atStep: max(0, step - rising), of: max(1, total - rising), stepsPerEpoch: stepsPerEpoch,
                base: optimizer.rate)
    }

    /// Whether a step of another training of other length has another rate.
    package var rateDependsOnLength: Bool {
        schedule.dependsOnLength || warmup?.over.dependsOnLength ?? false
    }
}

/// What becomes of an epoch's last pictures where they do not fill a batch.
private enum PartialBatch: String, Sendable, CustomStringConvertible {
    case drop, keep

    var description: String { rawValue }
}
