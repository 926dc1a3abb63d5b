import Recipes
import Testing

/// Rates of `torch.optim.lr_scheduler` with base rate 0.1, read from `param_groups[0]['lr']` before each step.
@Suite struct ScheduleTests {
    @Test func constant() {
        expect(ConstantSchedule(), [0.1, 0.1, 0.1])
    }

    /// `StepLR(o, step_size=3, gamma=0.5)`
    @Test func step() {
        expect(StepSchedule(every: 1, factor: 0.5), [0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025], stepsPerEpoch: 3)
        expect(
            StepSchedule(every: 0.3, factor: 0.5), [0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025], stepsPerEpoch: 10)
    }

    /// `CosineAnnealingLR(o, T_max=8)`, and with `eta_min=0.01`
    @Test func cosine() {
        expect(
            CosineSchedule(),
            [
                0.1, 0.09619397662556434, 0.08535533905932738, 0.0691341716182545, 0.05, 0.030865828381745515,
                0.014644660940672627, 0.0038060233744356634,
            ])
        expect(
            CosineSchedule(final: 0.1),
            [
                0.1, 0.0965745789630079, 0.08681980515339463, 0.07222075445642905, 0.055, 0.03777924554357096,
                0.023180194846605363, 0.013425421036992097,
            ])
    }

    /// By hand: a third more each step, then the cosine of the four steps that are left.
    @Test func cosineWithWarmup() {
        let expected = [0.1 / 3, 0.2 / 3, 0.1, 0.1, 0.05 * (1 + 0.5.squareRoot()), 0.05, 0.05 * (1 - 0.5.squareRoot())]
        expect(CosineSchedule(warmup: 1.5), expected, stepsPerEpoch: 2)
        #expect(CosineSchedule(warmup: 9).rate(atStep: 3, of: 4, stepsPerEpoch: 1, base: 0.1) < 0.1)
        // The field beside the schedule does the same.
        let settings = TrainSettings(
            epochs: 7, optimizer: SGD(rate: 0.1), schedule: CosineSchedule(), warmup: Warmup(over: .steps(3)))
        for (step, rate) in expected.enumerated() {
            #expect(abs(settings.rate(atStep: step, stepsPerEpoch: 1) - rate) < 1e-12, "step \(step)")
        }
    }

    /// `OneCycleLR(o, max_lr=0.1, total_steps=20)`
    @Test func oneCycle() {
        let expected = [
            0.0040000000000000036, 0.013167184270002533, 0.037167184270002526, 0.06683281572999747,
            0.09083281572999748, 0.1, 0.09874640062350874, 0.09504846320134738, 0.089091617757105, 0.0811745653949763,
            0.07169430017913009, 0.06112620219362893, 0.0500002, 0.03887419780637107, 0.028306099820869922,
            0.0188258346050237, 0.010908782242895003, 0.004951936798652629, 0.0012539993764912555, 4e-07,
        ]
        expect(OneCycleSchedule(peak: 0.1), expected, base: 7)
        expect(OneCycleSchedule(), expected)
    }

    /// `OneCycleLR(o, max_lr=0.4, total_steps=10, pct_start=0.2, div_factor=10, final_div_factor=100)`
    @Test func oneCycleWithOtherShape() {
        expect(
            OneCycleSchedule(peak: 0.4, warmup: 0.2, div: 10, finalDiv: 100),
            [
                0.04, 0.4, 0.3847911305957551, 0.3414799348810722, 0.27666014978654496, 0.2002, 0.12373985021345507,
                0.05892006511892782, 0.01560886940424491, 0.0004,
            ])
    }

    @Test(arguments: [0, 0.05, 0.1, 0.5, 1], [1, 2, 10, 20]) func oneCycleIsAlwaysARate(warmup: Double, total: Int) {
        for step in 0..<total {
            let rate = OneCycleSchedule(peak: 0.1, warmup: warmup)
                .rate(atStep: step, of: total, stepsPerEpoch: 1, base: 1)
            #expect(rate > 0 && rate <= 0.1)
        }
    }

    /// By hand: the loss falls, then is no number, then stays; the second change would go below the floor.
    @Test func aLossThatIsNoNumberIsNoBetter() {
        let schedule = PlateauSchedule(factor: 0.5, patience: 1, final: 0.3)
        var memory = schedule.beginning
        let scales = [2, .nan, .infinity, 2, 1, 1, 1, 1, 1].map { loss in
            memory = schedule.memory(memory, afterEvaluation: loss)
            return schedule.scale(memory)
        }
        #expect(scales == [1, 1, 0.5, 0.5, 0.5, 0.5, 0.3, 0.3, 0.3])
        #expect(memory.numbers.values.allSatisfy { $0.isFinite })
    }

    @Test func lengthsAreEpochsStepsOrParts() {
        #expect(TrainingLength.epochs(1.5).steps(of: 100, stepsPerEpoch: 10) == 15)
        #expect(TrainingLength.steps(7).steps(of: 100, stepsPerEpoch: 10) == 7)
        #expect((0...100).allSatisfy { "\(TrainingLength.percent(Double($0)))" == "\($0) %" })
        #expect(TrainingLength.percent(30).steps(of: 100, stepsPerEpoch: 10) == 30)
        #expect(
            "\(TrainingLength.epochs(2)), \(TrainingLength.steps(500)), \(TrainingLength.percent(30))"
                == "2, 500 steps, 30 %")
    }

    /// What cannot be reached in so many steps.
    @Test func tellsWhatItCannotReach() {
        func message(_ schedule: any Schedule, of total: Int) -> String? {
            schedule.shortfall(of: total, stepsPerEpoch: 10)?.message
        }
        #expect(
            message(CosineSchedule(warmup: 5), of: 20)
                == "the rate only rises: the warm-up takes 5 epochs, and the run is over by then")
        #expect(message(CosineSchedule(warmup: 1), of: 20) == nil)
        #expect(
            message(OneCycleSchedule(), of: 1)
                == "the rate never comes near its peak: a run of 1 step has no room for a cycle")
        #expect(message(OneCycleSchedule(warmup: 1), of: 50) == "the rate only rises: `warmup` is all of the run")
        #expect(message(OneCycleSchedule(), of: 10) == nil && message(OneCycleSchedule(), of: 1000) == nil)
        #expect(
            message(MultiStepSchedule(at: [1, .steps(60)], factor: 0.1), of: 60)
                == "the change at 60 steps never comes: the run is over by then")
        #expect(message(StepSchedule(every: 6, factor: 0.1), of: 60) != nil)
        #expect(message(StepSchedule(every: .percent(50), factor: 0.1), of: 60) == nil)
        #expect(message(LinearSchedule([.init(at: 7, part: 1)]), of: 60) != nil)
        #expect(message(CosineRestartsSchedule(period: 7), of: 60) != nil)
        #expect(message(SigmoidSchedule(gamma: 1, middle: 9), of: 60) != nil)
        #expect(message(PolynomialSchedule(over: .steps(61)), of: 60) != nil)
    }

    private func expect(_ schedule: some Schedule, _ expected: [Double], stepsPerEpoch: Int = 1, base: Double = 0.1) {
        for (step, rate) in expected.enumerated() {
            let found = schedule.rate(atStep: step, of: expected.count, stepsPerEpoch: stepsPerEpoch, base: base)
            #expect(abs(found - rate) < 1e-12, "step \(step)")
        }
    }
}
