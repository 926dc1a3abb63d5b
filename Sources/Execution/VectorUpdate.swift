/// Sixteen numbers at a time: what the rules of optimisers are written in.
typealias Vector = SIMD16<Float>

/// Runs `rule` on every value and its gradient, and keeps the value it leaves.
@inline(__always)
func updateVectors(
    _ values: UnsafeMutableBufferPointer<Float>, _ gradients: UnsafeMutableBufferPointer<Float>,
    _ rule: (inout Vector, Vector) -> Void
) {
    forEachVector(values.count) { place in
        var value = place.load(values)
        rule(&value, place.load(gradients))
        place.store(value, values)
    }
}

/// Runs `rule` on every value, its gradient and its state, and keeps the value and the state it leaves.
@inline(__always)
func updateVectors(
    _ values: UnsafeMutableBufferPointer<Float>, _ gradients: UnsafeMutableBufferPointer<Float>,
    _ state: UnsafeMutableBufferPointer<Float>, _ rule: (inout Vector, Vector, inout Vector) -> Void
) {
    forEachVector(values.count) { place in
        var value = place.load(values)
        var memory = place.load(state)
        rule(&value, place.load(gradients), &memory)
        place.store(value, values)
        place.store(memory, state)
    }
}

/// Where a vector stands in a stretch of numbers: whole, or what is left at the end.
private struct VectorPlace {
    let start: Int
    let count: Int

    @inline(__always)
    func load(_ numbers: UnsafeMutableBufferPointer<Float>) -> Vector {
        if count == Vector.scalarCount {
            return UnsafeRawBufferPointer(numbers).loadUnaligned(
                fromByteOffset: start * MemoryLayout<Float>.stride, as: Vector.self)
        }
        var vector = Vector()
        for lane in 0..<count { vector[lane] = numbers[start + lane] }
        return vector
    }

    @inline(__always)
    func store(_ vector: Vector, _ numbers: UnsafeMutableBufferPointer<Float>) {
        if count == Vector.scalarCount {
            UnsafeMutableRawBufferPointer(numbers).storeBytes(
                of: vector, toByteOffset: start * MemoryLayout<Float>.stride, as: Vector.self)
            return
        }
        for lane in 0..<count { numbers[start + lane] = vector[lane] }
    }
}

@inline(__always)
private func forEachVector(_ count: Int, _ body: (VectorPlace) -> Void) {
    let whole = count - count % Vector.scalarCount
    for start in stride(from: 0, to: whole, by: Vector.scalarCount) {
        body(VectorPlace(start: start, count: Vector.scalarCount))
    }
    if whole < count { body(VectorPlace(start: whole, count: count - whole)) }
}
