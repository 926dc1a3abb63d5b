import CKernels
import Testing

/// Sums, ReLU and copies, bit by bit.
@Suite struct ElementwiseTests {
    @Test(arguments: Machine.all, BatchNormTests.shapes) func sums(machine: Machine, shape: BlockedShape) {
        let (first, second) = (shape.numbers(seed: 1), shape.numbers(seed: 2))
        var machine = machine.code
        for appliesReLU in [false, true] {
            let expected = zip(first, second).map { a, b in stored(appliesReLU ? max(a + b, 0) : a + b, shape) }
            let (a, b, sum) = (BlockedTensor(shape, first), BlockedTensor(shape.alone, second), BlockedTensor(shape))
            ckern_add(&machine, ckern_rows(shape.code), appliesReLU, a.code, b.code, sum.code)
            #expect(difference(sum.values, expected) == nil)
            #expect(sum.isCleanAround)
            ckern_add(&machine, ckern_rows(shape.code), appliesReLU, a.code, b.code, b.code)
            #expect(difference(b.values, expected) == nil)
        }
    }

    @Test(arguments: Machine.all, BatchNormTests.shapes) func relu(machine: Machine, shape: BlockedShape) {
        let source = shape.numbers(seed: 1)
        var machine = machine.code
        let (x, y) = (BlockedTensor(shape, source), BlockedTensor(shape))
        ckern_relu(&machine, ckern_rows(shape.code), x.code, y.code)
        #expect(difference(y.values, source.map { max($0, 0) }) == nil)
        #expect(y.isCleanAround)
    }

    /// ReLUs hide nothing that is no number.
    @Test(arguments: Machine.all, BatchNormTests.shapes) func whatIsNoNumber(machine: Machine, shape: BlockedShape) {
        var source = shape.numbers(seed: 1)
        source[source.count / 2] = .nan
        var machine = machine.code
        let (x, y, zero) = (
            BlockedTensor(shape, source), BlockedTensor(shape), BlockedTensor(shape.alone, source.map { _ in 0 })
        )
        ckern_relu(&machine, ckern_rows(shape.code), x.code, y.code)
        #expect(y.values.count(where: \.isNaN) == 1 && y.values[source.count / 2].isNaN)
        ckern_add(&machine, ckern_rows(shape.code), true, x.code, zero.code, y.code)
        #expect(y.values.count(where: \.isNaN) == 1 && y.values[source.count / 2].isNaN)
    }

    @Test(arguments: Machine.all, BatchNormTests.shapes) func reluGradients(machine: Machine, shape: BlockedShape) {
        let kept = shape.numbers(seed: 1)
        let (first, second, before) = (shape.numbers(seed: 2), shape.numbers(seed: 3), shape.numbers(seed: 4))
        var machine = machine.code
        let (y, dy, more) = (
            BlockedTensor(shape, kept), BlockedTensor(shape, first), BlockedTensor(shape.alone, second)
        )
        let sum = BlockedTensor(shape, before)
        ckern_relu_backward(
            &machine, ckern_rows(shape.code), y.code, dy.code, more.code, sum.code, true)
        #expect(
            sum.values == kept.indices.map { stored(before[$0] + (kept[$0] > 0 ? first[$0] + second[$0] : 0), shape) })
        #expect(sum.isCleanAround)
        ckern_relu_backward(&machine, ckern_rows(shape.code), y.code, dy.code, CkernTensor(), dy.code, false)
        #expect(difference(dy.values, kept.indices.map { kept[$0] > 0 ? first[$0] : 0 }) == nil)
    }

    @Test(arguments: Machine.all, BatchNormTests.shapes) func copies(machine: Machine, shape: BlockedShape) {
        var machine = machine.code
        let source = BlockedTensor(shape, shape.numbers(seed: 1))
        for isBFloat16 in [false, true] {
            var other = shape.alone
            other.isBFloat16 = isBFloat16
            let copy = BlockedTensor(other)
            ckern_copy(&machine, ckern_rows(shape.code), source.code, other.element, copy.code)
            #expect(difference(copy.values, source.values.map { stored($0, other) }) == nil)
            #expect(copy.isCleanAround)
        }
    }

    /// Ties to even, the infinities, and what is no number.
    @Test(arguments: Machine.all) func rounding(machine: Machine) {
        let pairs: [(UInt32, UInt16)] = [
            (0x3F80_8000, 0x3F80), (0x3F81_8000, 0x3F82), (0x3F80_8001, 0x3F81), (0x3F80_7FFF, 0x3F80),
            (0x7F7F_FFFF, 0x7F80), (0x7F80_0000, 0x7F80), (0xFF80_0000, 0xFF80), (0x8000_0000, 0x8000),
            (0x7FFF_FFFF, 0x7FFF), (0xFFC0_0000, 0xFFC0),
        ]
        var machine = machine.code
        var (source, found) = (pairs.map(\.0), [UInt16](repeating: 0, count: pairs.count))
        source.withUnsafeMutableBytes { source in
            found.withUnsafeMutableBytes { found in
                ckern_copy(
                    &machine, CkernRows(rows: 1, length: pairs.count, element: CkernFloat32),
                    CkernTensor(data: source.baseAddress, imageStride: 0), CkernBFloat16,
                    CkernTensor(data: found.baseAddress, imageStride: 0))
            }
        }
        #expect(found == pairs.map(\.1))
    }

    @Test(arguments: Machine.all) func whatIsNoNumberIsSeen(machine: Machine) {
        let shape = BlockedShape(images: 1, channels: 8, height: 1, width: 1, block: 8)
        var machine = machine.code
        let (x, y) = (BlockedTensor(shape, [.nan, 1, -1, 0, 0, 0, 0, 0]), BlockedTensor(shape))
        ckern_relu(&machine, ckern_rows(shape.code), x.code, y.code)
        #expect(y.values[0].isNaN)
        #expect(y.values.dropFirst() == [1, 0, 0, 0, 0, 0, 0])
    }

    private func stored(_ value: Float, _ shape: BlockedShape) -> Float { shape.isBFloat16 ? value.bfloat16 : value }
}
