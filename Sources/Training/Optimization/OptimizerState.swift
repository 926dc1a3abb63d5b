package import Execution
import Interchange
import Layers
package import Tensors

/// What an optimiser remembers, one stretch of memory for all that is learned; see `Optimizer.stateNames`.
package final class OptimizerState {
    private let memory: MemoryBlock
    private let places: [(name: String, shape: Shape, range: Range<Int>)]

    /// All zero.
    ///
    /// - Throws: `OutOfMemory`
    package init(of optimizer: any Optimizer, for store: ParameterStore) throws(OutOfMemory) {
        let learned = store.entries.filter { $0.specification.role == .learned }
        places = optimizer.stateNames.enumerated().flatMap { number, name in
            learned.map { entry in
                let start = number * store.learnedCount + entry.range.lowerBound
                return ("\(entry.name).\(name)", entry.specification.shape, start..<start + entry.range.count)
            }
        }
        memory = try MemoryBlock(floats: optimizer.stateCount * store.learnedCount)
    }

    package var values: UnsafeMutableBufferPointer<Float> { memory.floats }

    /// `stem/conv.weight.velocity`, …
    var tensors: [SafetensorsFile.Entry] {
        places.map { SafetensorsFile.Entry($0.name, Tensor($0.shape, Array(values[$0.range]))) }
    }

    /// Takes over what `tensors` gave; stays as it is if that does not fit.
    func restore(_ file: SafetensorsFile, from path: String) throws(WeightsMismatch) {
        let tensors = file.byName
        let wanted = places.map { (name: $0.name, shape: $0.shape) }
        if let mismatch = WeightsMismatch(
            wanted: wanted, found: tensors.mapValues(\.shape), path: path, owner: "optimiser")
        {
            throw mismatch
        }
        for place in places {
            guard let tensor = tensors[place.name] else { continue }
            _ = UnsafeMutableBufferPointer(rebasing: values[place.range]).update(from: tensor.values)
        }
    }
}
