import LayerCases
import Layers
import Tensors

/// Which places of a picture each place of a layer's output changes with, found by changing every place of one input and
/// looking what comes out otherwise, in evaluation.
struct SeenPlaces {
    struct Place: Hashable {
        let row: Int
        let column: Int
    }

    /// The rows and columns from the first to the last of some places.
    struct Box: Hashable {
        let rows: ClosedRange<Int>
        let columns: ClosedRange<Int>
    }

    let height: Int
    let width: Int
    /// For each place of the output, row by row; one for all where the output has no places of its own.
    let seen: [[Set<Place>]]

    /// - Parameter input: the number of an input that is a picture.
    init(_ test: LayerCase, _ layer: any Layer, input: Int) throws {
        let shape = test.inputShapes[input]
        let output = try layer.outputShape(test.inputShapes)
        let (rows, columns) = output.rank == 3 ? (output[1], output[2]) : (1, 1)
        (height, width) = (shape[1], shape[2])
        var seen = [[Set<Place>]](repeating: [Set<Place>](repeating: [], count: columns), count: rows)
        let start = test.pass(.evaluation, of: layer)
        func run(_ inputs: [Tensor]) -> [Float] {
            var pass = LayerPass(
                phase: .evaluation, inputs: inputs, parameters: start.parameters, targets: start.targets,
                draws: start.draws)
            return layer.forward(&pass).values
        }
        let usual = run(start.inputs)
        for row in 0..<height {
            for column in 0..<width {
                // Far up and far down: one of both turns every maximum and leaves every flat part of an activation.
                for change: Float in [50, -50] {
                    var inputs = start.inputs
                    let places = stride(from: row * width + column, to: inputs[input].values.count, by: height * width)
                    // Not by the same amount in all channels, of which a softmax would see nothing.
                    for (number, place) in places.enumerated() {
                        inputs[input].values[place] += change * (1 + Float(number % shape[0]) / 16)
                    }
                    for (place, (new, old)) in zip(run(inputs), usual).enumerated() where new != old {
                        let spot = place % (rows * columns)
                        seen[spot / columns][spot % columns].insert(Place(row: row, column: column))
                    }
                }
            }
        }
        self.seen = seen
    }

    var boxes: [[Box?]] {
        seen.map { row in
            row.map { places in
                guard let top = places.map(\.row).min(), let bottom = places.map(\.row).max(),
                    let left = places.map(\.column).min(), let right = places.map(\.column).max()
                else { return nil }
                return Box(rows: top...bottom, columns: left...right)
            }
        }
    }

    /// Whether every place of the output sees all between the first and the last that it sees.
    var isDense: Bool {
        zip(seen.joined(), boxes.joined()).allSatisfy { places, box in
            places.count == (box.map { $0.rows.count * $0.columns.count } ?? 0)
        }
    }

    var all: Set<Place> {
        Set((0..<height).flatMap { row in (0..<width).map { Place(row: row, column: $0) } })
    }

    /// Whether no place is without effect.
    var seesAll: Bool { seen.joined().reduce(into: Set<Place>()) { $0.formUnion($1) } == all }
}
