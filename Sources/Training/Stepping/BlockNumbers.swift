import Recipes

/// What is computed of a block of numbers at once: sums in float64, in an order that depends on nothing but the length, and
/// with every product and sum rounded by itself.
enum BlockNumbers {
    private typealias Eight = SIMD8<Double>

    /// Σ x²; not finite where an `x` is not.
    static func sumOfSquares(_ numbers: UnsafePointer<Float>, count: Int) -> Double {
        var sums = Eight()
        for place in stride(from: 0, to: count, by: Eight.scalarCount) {
            let part = Eight(UnsafeRawPointer(numbers + place).loadUnaligned(as: SIMD8<Float>.self))
            sums += part * part
        }
        return sums.sum()
    }

    /// Σ (x − x): 0, or NaN where an `x` is not finite.
    static func excess(_ numbers: UnsafePointer<Float>, count: Int) -> Double {
        var sums = Vector()
        for place in stride(from: 0, to: count, by: Vector.scalarCount) {
            let part = UnsafeRawPointer(numbers + place).loadUnaligned(as: Vector.self)
            sums += part - part
        }
        return Double(sums.sum())
    }

    /// `sums ← factor · numbers`, or with `adds` `sums ← sums + factor · numbers`.
    static func accumulate(
        _ numbers: UnsafePointer<Float>, times factor: Float, into sums: UnsafeMutablePointer<Float>, adds: Bool,
        count: Int
    ) {
        for place in stride(from: 0, to: count, by: Vector.scalarCount) {
            let part = UnsafeRawPointer(numbers + place).loadUnaligned(as: Vector.self) * factor
            let target = UnsafeMutableRawPointer(sums + place)
            target.storeBytes(of: adds ? target.loadUnaligned(as: Vector.self) + part : part, as: Vector.self)
        }
    }

    /// `average ← average + share · (numbers − average)`.
    static func move(
        _ average: UnsafeMutablePointer<Float>, towards numbers: UnsafePointer<Float>, share: Float, count: Int
    ) {
        for place in stride(from: 0, to: count, by: Vector.scalarCount) {
            let target = UnsafeMutableRawPointer(average + place)
            let before = target.loadUnaligned(as: Vector.self)
            let part = UnsafeRawPointer(numbers + place).loadUnaligned(as: Vector.self)
            target.storeBytes(of: before + share * (part - before), as: Vector.self)
        }
    }
}
