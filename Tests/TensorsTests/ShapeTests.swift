import Tensors
import Testing

@Suite("shapes")
struct ShapeTests {
    @Test func description() {
        #expect("\(Shape([192, 32, 32]))" == "[192, 32, 32]")
        #expect("\(Shape([]))" == "[]")
    }

    @Test func elementCount() {
        #expect(Shape([2, 3, 4]).elementCount == 24)
        #expect(Shape([]).elementCount == 1)
        #expect(Shape([2, 3]).batched(5) == [5, 2, 3])
    }

    @Test("a count past the limit, or past what an integer holds, is nil") func checkedElementCount() {
        #expect(Shape([6, 7]).checkedElementCount(limit: 42) == 42)
        #expect(Shape([6, 7]).checkedElementCount(limit: 41) == nil)
        #expect(Shape([.max, .max, .max]).checkedElementCount() == nil)
    }
}
