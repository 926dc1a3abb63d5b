import Diagnostics
import Recipes
import SpecSyntax
import Testing

@Suite struct TrainSettingsTests {
    private func read(_ text: String) throws -> (TrainSettings, [String]) {
        let collector = DiagnosticCollector()
        let file = SourceFile(path: "spec.yaml", text: text)
        let tree = try #require(YAMLReader.read(file, into: collector))
        let fields = FieldReader(
            tree.mapping ?? [], of: "train", at: tree.span, context: FieldContext(collector: collector))
        let settings = TrainSettings.read(fields)
        fields.finish()
        return (settings, collector.diagnostics.map(\.message))
    }

    @Test func readsEverything() throws {
        let (settings, mistakes) = try read(
            """
            {epochs: 15, batch: 64, optimizer: {sgd: {rate: 0.1, momentum: 0.9, nesterov: true, weight-decay: 5e-4}},
            schedule: {one-cycle: {peak: 0.2}}, seed: 7, evaluate-every: 0, label-smoothing: 0.1}
            """)
        #expect(mistakes.isEmpty)
        #expect((settings.epochs, settings.batch, settings.seed, settings.evaluateEvery) == (15, 64, 7, 0))
        #expect(settings.labelSmoothing == 0.1)
        let sgd = try #require(settings.optimizer as? SGD)
        #expect((sgd.rate, sgd.momentum, sgd.nesterov, sgd.weightDecay) == (0.1, 0.9, true, 5e-4))
        #expect((settings.schedule as? OneCycleSchedule)?.peak == 0.2)
    }

    @Test func readsWhatIsKeptAndHowLong() throws {
        let (settings, mistakes) = try read(
            """
            {epochs: 15, optimizer: {sgd: {rate: 0.1}}, checkpoint-every: {steps: 500}, keep-checkpoints: 3,
            early-stopping: {patience: 5, by: loss, least-change: 0.25}, time-limit: 1.5}
            """)
        #expect(mistakes.isEmpty)
        #expect(settings.checkpoints == .steps(500) && settings.keepCheckpoints == 3)
        #expect(settings.earlyStopping == EarlyStopping(patience: 5, measure: .loss, leastChange: 0.25))
        #expect(settings.timeLimit == .seconds(90))
    }

    @Test func hasDefaults() throws {
        let (settings, mistakes) = try read("{epochs: 1, optimizer: {sgd: {rate: 1}}}")
        #expect(mistakes.isEmpty)
        #expect((settings.batch, settings.seed, settings.evaluateEvery, settings.labelSmoothing) == (128, 1, 1, 0))
        #expect(settings.schedule is ConstantSchedule)
        #expect(settings.checkpoints == .epochs(1) && settings.keepCheckpoints == nil)
        #expect(settings.earlyStopping == nil && settings.timeLimit == nil)
    }

    @Test(arguments: [
        ("{optimizer: {sgd: {rate: 1}}}", "`train` needs the field `epochs`"),
        ("{epochs: 1}", "`train` needs the field `optimizer`"),
        ("{epochs: 1, optimizer: sgd}", "`sgd` needs the field `rate`"),
        ("{epochs: 1, optimizer: {sgd: {rate: 0}}}", "`rate` must be a number above 0, found `0`"),
        (
            "{epochs: 1, optimizer: {sgd: {rate: 1, nesterov: true}}}",
            "`nesterov` needs a `momentum` above 0, found none"
        ),
        ("{epochs: 1, optimizer: {adan: {}}}", "there is no optimiser `adan`"),
        ("{epochs: 1, optimizer: {sgd: {rate: 1}}, schedule: triangular}", "there is no schedule `triangular`"),
        (
            "{epochs: 1, optimizer: {sgd: {rate: 1}}, label-smoothing: 1}",
            "`label-smoothing` must be a number of at least 0 and below 1, found `1`"
        ),
    ]) func reportsMistakesOnce(text: String, message: String) throws {
        #expect(try read(text).1 == [message])
    }
}
