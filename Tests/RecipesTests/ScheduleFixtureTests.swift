import Diagnostics
import Fixtures
import Recipes
import SpecSyntax
import Testing

/// Every schedule, as a spec writes it, held to PyTorch's schedulers or Caffe's formulas.
@Suite struct ScheduleFixtureTests {
    @Test func thereIsACaseForEverySchedule() throws {
        let written = Set(try ScheduleFixture.all().map { try settings($0).schedule.description })
        #expect(written == Set(ScheduleCatalogue.choices.map(\.name)))
    }

    @Test(arguments: try ScheduleFixture.all()) func givesTheSameRates(fixture: ScheduleFixture) throws {
        #expect(fixture.rates.count >= 12)
        let settings = try settings(fixture)
        var memory = settings.schedule.beginning
        for (step, rate) in fixture.rates.enumerated() {
            let found = settings.rate(atStep: step, stepsPerEpoch: fixture.stepsPerEpoch, memory: memory)
            #expect(abs(found - rate) <= 1e-12 * max(rate, ScheduleFixture.base), "step \(step): \(found), not \(rate)")
            if let losses = fixture.losses {
                // As a checkpoint would keep it.
                let kept = memory.numbers.mapValues { Double("\($0)") ?? .nan }
                memory = settings.schedule.memory(ScheduleMemory(kept), afterEvaluation: losses[step])
            }
        }
    }

    private func settings(_ fixture: ScheduleFixture) throws -> TrainSettings {
        let common = "{epochs: \(fixture.epochs), optimizer: {sgd: {rate: \(ScheduleFixture.base)}}}"
        let collector = DiagnosticCollector()
        let entries = [common, fixture.train].flatMap { text in
            YAMLReader.read(SourceFile(path: "train", text: text), into: collector)?.mapping ?? []
        }
        let span = SourceSpan.beginning(of: SourceFile(path: "train", text: ""))
        let reading = FieldReader.read(
            entries, of: "train", at: span, context: FieldContext(collector: collector), by: TrainSettings.read)
        return try #require(reading?.product, "\(collector.diagnostics.map(\.message))")
    }
}
