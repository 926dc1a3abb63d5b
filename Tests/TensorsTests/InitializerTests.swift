import Tensors
import Testing

@Suite("initialisers")
struct InitializerTests {
    private func values(_ initializer: Initializer) -> [Float] {
        var random = KeyedRandom(seed: 5, purpose: .initialization)
        return initializer.values([100, 75], fanIn: 75, fanOut: 225, from: &random).values
    }

    @Test(
        "uniform ones fill their interval",
        arguments: [
            (Initializer.uniformFanIn, Float(0.115470)), (.xavier(), 0.2), (.glorot(), 0.141421),
        ])
    func uniform(_ initializer: Initializer, _ bound: Float) {
        let values = values(initializer)
        let largest = values.map(abs).max() ?? 0
        #expect(largest <= bound * 1.00001 && largest > 0.99 * bound)
        #expect(abs(values.reduce(0, +) / 7500) < 4 * bound * 0.577 / 86)
    }

    @Test(
        "normal ones have their deviation",
        arguments: [(Initializer.he(), Float(0.163299)), (.gaussian(deviation: 3), 3)])
    func normal(_ initializer: Initializer, _ deviation: Float) {
        let values = values(initializer)
        let square = values.reduce(0) { $0 + $1 * $1 } / 7500
        #expect(abs(square.squareRoot() / deviation - 1) < 0.03)
    }

    @Test func constant() {
        #expect(values(.constant(0.2)) == [Float](repeating: 0.2, count: 7500))
    }
}
