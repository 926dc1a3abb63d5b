import Layers
import Networks
import Planning
import Testing

/// What becomes one operation in evaluation, and what is left out.
@Suite("evaluation passes") struct FoldFollowersTests {
    private func outline(_ steps: String, _ phase: Phase = .evaluation) throws -> [String] {
        let passes = [PlanPass.skipIdentities, .foldFollowers, .fuseReLU, .mergeSiblings]
        let plan = ExecutionPlan(try network(steps), phase: phase, batch: 1, passes: passes)
        #expect(plan.defects == [])
        return plan.outline
    }

    @Test(
        "convolutions and linear layers fuse what alone reads them",
        arguments: [
            ("- convolution: {name: c, filters: 3, kernel: 1}\n- batch-norm\n- relu", ["c+batch-norm+relu(input)"]),
            ("- convolution: {name: c, filters: 3, kernel: 1}\n- relu\n- relu", ["c+relu(input)", "relu_2(relu)"]),
            (
                "- convolution: {name: c, filters: 3, kernel: 1}\n- relu\n- batch-norm",
                ["c+relu(input)", "batch-norm(relu)"]
            ),
            ("- convolution: {name: c, filters: 3, kernel: 1}\n- dropout\n- relu", ["c+relu(input)"]),
            (
                "- convolution: {name: c, filters: 3, kernel: 1}\n- batch-norm\n- scale\n- relu",
                ["c+batch-norm+scale+relu(input)"]
            ),
            ("- convolution: {name: c, filters: 3, kernel: 1}\n- scale\n- relu", ["c+scale+relu(input)"]),
            (
                "- convolution: {name: c, filters: 3, kernel: 1}\n- scale\n- batch-norm",
                ["c+scale(input)", "batch-norm(scale)"]
            ),
            ("- linear: {name: l, outputs: 3}\n- dropout\n- relu\n- dropout", ["l+relu(input)", "dropout_2(relu)"]),
            ("- linear: {name: l, outputs: 3}\n- batch-norm", ["l(input)", "batch-norm(l)"]),
            ("- max-pool: {name: p, kernel: 1}\n- relu", ["p(input)", "relu(p)"]),
            // What is added must be there already, and must not be the convolution itself.
            (
                "- convolution: {name: c, filters: 3, kernel: 1}\n- batch-norm\n- add: {from: [input, batch-norm]}\n- relu",
                ["c+batch-norm+add+relu(input, input)"]
            ),
            (
                "- convolution: {name: c, filters: 3, kernel: 1}\n- convolution: {name: d, filters: 3, kernel: 3, pad: 1}\n"
                    + "- relu: {name: r, from: c}\n- add: {from: [r, d]}",
                ["c(input)", "d(c)", "r(c)", "add(r, d)"]
            ),
            (
                "- convolution: {name: c, filters: 3, kernel: 1}\n- add: {from: [c, c]}",
                ["c(input)", "add(c, c)"]
            ),
        ])
    func following(_ steps: String, _ expected: [String]) throws {
        #expect(try outline(steps) == expected)
    }

    @Test("a shortcut of two convolutions is added by the one that comes last")
    func shortcut() throws {
        let steps = """
            - convolution: {name: a, from: input, filters: 8, kernel: 3, pad: 1}
            - batch-norm: {name: an}
            - convolution: {name: b, from: input, filters: 8, kernel: 1}
            - batch-norm: {name: bn}
            - add: {name: sum, from: [an, bn]}
            - relu: {name: out}
            """
        #expect(try outline(steps) == ["a+an(input)", "b+bn+sum+out(input, an)"])
    }

    @Test("siblings whose results go the same way run as one, others alone")
    func siblings() throws {
        let steps = """
            - convolution: {name: a, from: input, filters: 16, kernel: 1}
            - relu: {name: ra}
            - convolution: {name: b, from: input, filters: 16, kernel: 1}
            - relu: {name: rb}
            - convolution: {name: c, from: input, filters: 16, kernel: 1}
            - batch-norm: {name: nc}
            - concat: {name: out, from: [ra, rb, nc]}
            """
        #expect(try outline(steps) == ["a+ra | b+rb(input)", "c+nc(input)", "out(ra, rb, nc)"])
    }

    @Test("a convolution that adds runs alone, be it the first of its siblings")
    func summingSibling() throws {
        let steps = """
            - convolution: {name: x, filters: 16, kernel: 1}
            - convolution: {name: a, from: x, filters: 16, kernel: 1}
            - add: {name: s, from: [x, a]}
            - convolution: {name: b, from: x, filters: 16, kernel: 1}
            - concat: {name: out, from: [s, b]}
            """
        #expect(try outline(steps) == ["x(input)", "a+s(x, x)", "b(x)", "out(s, b)"])
    }

    @Test("training keeps batch normalisation and dropout as they are")
    func training() throws {
        let steps = """
            - convolution: {name: c, filters: 3, kernel: 1}
            - batch-norm: {name: n}
            - dropout: {name: d}
            - linear: {name: l, outputs: 2}
            - relu: {name: r}
            - softmax-cross-entropy: {name: loss}
            """
        #expect(try outline(steps, .training) == ["c(input)", "n(c)", "d(n)", "l(d)", "r(l)", "loss(r)"])
    }
}
