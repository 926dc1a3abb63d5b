import CVectors

/// Sixteen numbers at a time: what the rules of optimisers are written in. Every product and sum is rounded by itself, so
/// that the bits are the same wherever a rule runs.
package typealias Vector = SIMD16<Float>

/// A rule by what it does to one vector of numbers.
///
/// `change` is to be inlined, `@inline(__always)`, and without branches: a variant is a rule of its own.
protocol VectorRule: UpdateRule {
    associatedtype Memory: VectorMemory

    /// - Parameters:
    ///   - value: the learned numbers.
    ///   - gradient: theirs.
    ///   - memory: what is remembered of them.
    func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout Memory)
}

extension VectorRule {
    package func apply(to slice: ParameterSlice) {
        var place = 0
        while place < slice.count {
            var value = load(slice.values, place)
            var memory = Memory(slice, place)
            change(&value, load(slice.gradients, place) * slice.gradientScale, &memory)
            store(value, slice.values, place)
            memory.put(slice, place)
            place += Vector.scalarCount
        }
    }
}

/// What a rule remembers of a vector of numbers: so many vectors.
protocol VectorMemory {
    /// Of the numbers from a place in a slice on.
    init(_ slice: ParameterSlice, _ place: Int)
    func put(_ slice: ParameterSlice, _ place: Int)
}

struct NoVector: VectorMemory {
    @inline(__always) init(_ slice: ParameterSlice, _ place: Int) {}
    @inline(__always) func put(_ slice: ParameterSlice, _ place: Int) {}
}

struct OneVector: VectorMemory {
    var first: Vector

    @inline(__always) init(_ slice: ParameterSlice, _ place: Int) {
        first = load(slice.state(0), place)
    }

    @inline(__always) func put(_ slice: ParameterSlice, _ place: Int) {
        store(first, slice.state(0), place)
    }
}

struct TwoVectors: VectorMemory {
    var first: Vector
    var second: Vector

    @inline(__always) init(_ slice: ParameterSlice, _ place: Int) {
        first = load(slice.state(0), place)
        second = load(slice.state(1), place)
    }

    @inline(__always) func put(_ slice: ParameterSlice, _ place: Int) {
        store(first, slice.state(0), place)
        store(second, slice.state(1), place)
    }
}

struct ThreeVectors: VectorMemory {
    var first: Vector
    var second: Vector
    var third: Vector

    @inline(__always) init(_ slice: ParameterSlice, _ place: Int) {
        first = load(slice.state(0), place)
        second = load(slice.state(1), place)
        third = load(slice.state(2), place)
    }

    @inline(__always) func put(_ slice: ParameterSlice, _ place: Int) {
        store(first, slice.state(0), place)
        store(second, slice.state(1), place)
        store(third, slice.state(2), place)
    }
}

/// The root of each number.
@inline(__always)
func root(_ vector: Vector) -> Vector { cvec_root(vector) }

@inline(__always)
private func load(_ numbers: UnsafePointer<Float>, _ place: Int) -> Vector {
    UnsafeRawPointer(numbers + place).loadUnaligned(as: Vector.self)
}

@inline(__always)
private func store(_ vector: Vector, _ numbers: UnsafeMutablePointer<Float>, _ place: Int) {
    UnsafeMutableRawPointer(numbers + place).storeBytes(of: vector, as: Vector.self)
}
