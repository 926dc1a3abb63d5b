import Recipes
import Testing

@Suite struct CadenceTests {
    private let course = TrainingCourse(epochs: 3, stepsPerEpoch: 4, batch: 1, stepsMade: 0)

    private func due(_ cadence: Cadence, elapsed: Duration = .zero) -> [Int] {
        (1...course.totalSteps).filter { cadence.isDue(afterStep: $0, of: course, elapsed: elapsed) }
    }

    @Test func bySteps() { #expect(due(.steps(5)) == [5, 10]) }

    @Test func byEpochs() {
        #expect(due(.epochs(1)) == [4, 8, 12])
        #expect(due(.epochs(2)) == [8])
    }

    @Test func byMinutes() {
        #expect(due(.minutes(0.5), elapsed: .seconds(29)).isEmpty)
        #expect(due(.minutes(0.5), elapsed: .seconds(30)) == Array(1...12))
    }

    @Test func atTheEndOnly() { #expect(due(.atTheEnd) == [12]) }

    @Test func epochsCountFromOne() {
        #expect((0...5).map(course.epoch) == [0, 1, 1, 1, 1, 2])
        #expect((0...4).map(course.endsEpoch) == [false, false, false, false, true])
    }
}
