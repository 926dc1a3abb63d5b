import Layers
import Networks
import Planning
import Testing

/// What each pass makes of a plan, as text before and after.
@Suite("plan passes")
struct PassTests {
    private func outline(_ steps: String, _ passes: PlanPass...) throws -> [String] {
        let plan = ExecutionPlan(try network(steps), phase: .evaluation, batch: 1, passes: passes)
        #expect(plan.defects == [])
        return plan.outline
    }

    private func backwardOutline(_ steps: String, _ passes: PlanPass...) throws -> [String] {
        let text = steps + "\n- linear: {name: scores, outputs: 2}\n- softmax-cross-entropy: {name: loss}"
        let plan = ExecutionPlan(try network(text), phase: .training, batch: 1, passes: passes)
        #expect(plan.defects == [])
        return plan.backwardOutline
    }

    private static let branches = """
        - convolution: {name: a, from: input, filters: 32, kernel: 1}
        - relu: {name: ra}
        - convolution: {name: b, from: input, filters: 24, kernel: 1}
        - relu: {name: rb}
        - convolution: {name: c, from: input, filters: 16, kernel: 1}
        - relu: {name: rc}
        - concat: {name: out, from: [ra, rb, rc]}
        """

    @Test("siblings run as one, those that fill no whole blocks last")
    func mergeSiblings() throws {
        #expect(
            try outline(Self.branches)
                == ["a(input)", "ra(a)", "b(input)", "rb(b)", "c(input)", "rc(c)", "out(ra, rb, rc)"])
        #expect(
            try outline(Self.branches, .mergeSiblings)
                == ["a | c | b(input)", "ra(a)", "rb(b)", "rc(c)", "out(ra, rb, rc)"])
    }

    @Test(
        "only convolutions with one window and the same parts are siblings, and only one may be ragged",
        arguments: [
            ("filters: 16, kernel: 3", "filters: 16, kernel: 3", "a | b(input)"),
            ("filters: 16, kernel: 3", "filters: 16, kernel: 3, bias: false", "a(input)"),
            ("filters: 16, kernel: 3, pad: 1", "filters: 16, kernel: 3", "a(input)"),
            ("filters: 16, kernel: 1, stride: 2", "filters: 16, kernel: 1", "a(input)"),
            ("filters: 15, kernel: 3", "filters: 15, kernel: 3, groups: 3", "a(input)"),
            ("filters: 24, kernel: 1", "filters: 16, kernel: 1", "b | a(input)"),
            ("filters: 24, kernel: 1", "filters: 20, kernel: 1", "a(input)"),
        ])
    func siblings(_ first: String, _ second: String, _ head: String) throws {
        let steps = """
            - convolution: {name: a, from: input, \(first)}
            - flatten: {name: fa}
            - convolution: {name: b, from: input, \(second)}
            - flatten: {name: fb}
            - concat: {name: out, from: [fa, fb]}
            """
        #expect(try outline(steps, .mergeSiblings).first == head)
    }

    @Test("a sibling that nothing depends on is left out of its group")
    func unusedSibling() throws {
        let steps = """
            - convolution: {name: a, from: input, filters: 16, kernel: 1}
            - convolution: {name: unused, from: input, filters: 16, kernel: 1}
            - convolution: {name: c, from: input, filters: 16, kernel: 1}
            - add: {name: sum, from: [a, c]}
            """
        #expect(try outline(steps, .mergeSiblings) == ["a | c(input)", "sum(a, c)"])
    }

    @Test("branches get their places in the concatenation, where they begin and end on whole blocks")
    func placeInConcat() throws {
        // 24 channels that others follow do not end on a block, and channel 56 is no beginning of one.
        #expect(
            try outline(Self.branches, .placeInConcat)
                == ["a(input)", "ra in out[0...](a)", "b(input)", "rb(b)", "c(input)", "rc(c)", "out(ra, rb, rc)"])
    }

    @Test("a last branch may be ragged, a value has one place, and a concatenation can lie in another")
    func places() throws {
        let steps = """
            - convolution: {name: a, filters: 16, kernel: 1}
            - convolution: {name: b, filters: 5, kernel: 1}
            - concat: {name: inner, from: [a, b]}
            - concat: {name: outer, from: [a, inner, a]}
            """
        #expect(
            try outline(steps, .placeInConcat)
                == [
                    "a in inner[0...](input)", "b in inner[16...](a)", "inner(a, b)", "outer(a, inner, a)",
                ])
        #expect(
            try outline(
                "- convolution: {name: a, filters: 16, kernel: 1}\n- concat: {name: out, from: [a, input, a]}",
                .placeInConcat)
                == ["a in out[0...](input)", "out(a, input, a)"])
        let nested = """
            - convolution: {name: a, filters: 16, kernel: 1}
            - convolution: {name: b, filters: 16, kernel: 1}
            - concat: {name: inner, from: [a, b]}
            - concat: {name: outer, from: [inner, input]}
            """
        #expect(
            try outline(nested, .placeInConcat)
                == [
                    "a in inner[0...](input)", "b in inner[16...](a)", "inner in outer[0...](a, b)",
                    "outer(inner, input)",
                ])
    }

    @Test("the gradient of what a convolution and a pooling read is written by the one and added to by the other")
    func accumulateGradients() throws {
        let steps = """
            - convolution: {name: stem, filters: 16, kernel: 1}
            - convolution: {name: a, filters: 16, kernel: 1}
            - max-pool: {name: pool, from: stem, kernel: 3, stride: 1, pad: 1}
            - convolution: {name: p, filters: 16, kernel: 1}
            - concat: {name: out, from: [a, p]}
            """
        let head = ["loss(scores)", "scores(out)", "out(a, p)", "p(pool)"]
        #expect(try backwardOutline(steps) == head + ["pool(stem)", "a(stem)", "stem()"])
        #expect(try backwardOutline(steps, .accumulateGradients) == head + ["a(stem)", "pool(+stem)", "stem()"])
    }

    @Test("a gradient that a convolution's own depends on cannot wait for it")
    func residual() throws {
        let steps = """
            - convolution: {name: stem, filters: 16, kernel: 1}
            - convolution: {name: c, filters: 16, kernel: 1}
            - add: {name: sum, from: [stem, c]}
            """
        let expected = ["loss(scores)", "scores(sum)", "sum(stem, c)", "c(stem)", "stem()"]
        #expect(try backwardOutline(steps) == expected)
        #expect(try backwardOutline(steps, .accumulateGradients) == expected)
    }

    @Test("the steps of a group stay together")
    func groupedGradients() throws {
        let steps = """
            - convolution: {name: stem, filters: 16, kernel: 1}
            - relu: {name: r}
            - convolution: {name: a, from: stem, filters: 16, kernel: 1}
            - max-pool: {name: pool, from: stem, kernel: 3, stride: 1, pad: 1}
            - convolution: {name: b, from: stem, filters: 16, kernel: 1}
            - concat: {name: out, from: [r, a, pool, b]}
            """
        #expect(
            try backwardOutline(steps, .mergeSiblings, .accumulateGradients)
                == [
                    "loss(scores)", "scores(out)", "out(r, a, pool, b)", "b(stem)", "a(stem)", "pool(+stem)",
                    "r(+stem)", "stem()",
                ])
    }

    @Test("what is read once, or last in evaluation, may be overwritten, but not the input, the output or a loss")
    func overwriteInputs() throws {
        let steps = """
            - convolution: {name: a, filters: 16, kernel: 1}
            - relu: {name: r}
            - add: {name: sum, from: [r, r]}
            - dropout: {name: d}
            - relu: {name: e, from: sum}
            - add: {name: out, from: [d, e]}
            """
        #expect(
            try outline(steps, .overwriteInputs)
                == ["a(input)", "r(a!)", "sum(r, r)", "d(sum)", "e(sum!)", "out(d!, e!)"])
        let training = ExecutionPlan(
            try network(steps + "\n- linear: {outputs: 2}\n- softmax-cross-entropy: {name: loss}"), phase: .training,
            batch: 1, passes: [.overwriteInputs])
        #expect(training.defects == [])
        #expect(training.outline.prefix(6) == ["a(input)", "r(a!)", "sum(r, r)", "d(sum)", "e(sum)", "out(d!, e!)"])
    }

    @Test("a part of a concatenation is not overwritten by who reads it after that")
    func overwriteInputsInConcatenations() throws {
        let steps = """
            - convolution: {name: a, filters: 16, kernel: 1}
            - convolution: {name: b, from: input, filters: 16, kernel: 1}
            - concat: {name: both, from: [a, b]}
            - relu: {name: late, from: a}
            - concat: {name: all, from: [both, late]}
            """
        #expect(
            try outline(steps, .placeInConcat, .overwriteInputs).suffix(3)
                == ["both in all[0...](a, b!)", "late in all[32...](a)", "all(both!, late!)"])
    }

    @Test("pools are computed again where their input is kept anyway and a convolution wants their output")
    func recompute() throws {
        func marked(_ steps: String) throws -> [String] {
            let text = steps + "\n- linear: {name: scores, outputs: 2}\n- softmax-cross-entropy: {name: loss}"
            let plan = ExecutionPlan(
                try network(text), phase: .training, batch: 1, passes: [.fuseReLU, .placeInConcat, .recompute])
            #expect(plan.defects == [])
            return plan.recomputed.map(plan.name).sorted()
        }
        let branch = """
            - convolution: {name: a, filters: 16, kernel: 1}
            - relu: {name: r}
            - max-pool: {name: p, kernel: 3, stride: 1, pad: 1}
            - convolution: {name: b, filters: 16, kernel: 1}

            """
        // Nothing but the pool reads `r`, which is no longer there then.
        #expect(try marked(branch) == [])
        let other = """
            - convolution: {name: c, from: r, filters: 16, kernel: 1}
            - add: {name: out, from: [b, c]}
            """
        let strided = """
            - convolution: {name: c, from: r, filters: 16, kernel: 1, stride: 2}
            - add: {name: out, from: [b, c]}
            """
        #expect(try marked(branch + other) == ["p"])
        let plan = ExecutionPlan(
            try network(
                branch + other + "\n- linear: {name: scores, outputs: 2}\n- softmax-cross-entropy: {name: loss}"),
            phase: .training, batch: 1, passes: [.recompute])
        #expect(plan.outline.contains("p?(r)"))
        // A smaller pool would keep a larger input for longer; a pool of a pool is no reason against the first.
        #expect(try marked(branch.replacing("stride: 1, pad: 1", with: "stride: 2, pad: 1") + strided) == [])
        let second = """
            - convolution: {name: c, from: r, filters: 16, kernel: 1}
            - max-pool: {name: q, from: p, kernel: 3, stride: 1, pad: 1}
            - convolution: {name: d, filters: 16, kernel: 1}
            - add: {name: out, from: [b, c, d]}
            """
        #expect(try marked(branch + second) == ["p", "q"])
        // No convolution reads this pool: its output is kept by nobody.
        let unread = """
            - max-pool: {name: q, from: r, kernel: 3, stride: 1, pad: 1}
            - convolution: {name: c, from: r, filters: 16, kernel: 1}
            - concat: {name: out, from: [q, c, b]}
            """
        #expect(try marked(branch + unread) == ["p"])
        // Batch normalisation holds on to what it read.
        let held = """
            - convolution: {name: c, from: r, filters: 16, kernel: 1}
            - batch-norm: {name: n, from: p}
            - add: {name: out, from: [b, c, n]}
            """
        #expect(try marked(branch + held) == [])
        // A part of a concatenation lies in it, and that is kept as a whole.
        let placed = """
            - convolution: {name: c, from: r, filters: 16, kernel: 1}
            - concat: {name: out, from: [p, c, b]}
            - convolution: {name: d, filters: 16, kernel: 1}
            """
        #expect(try marked(branch + placed) == [])
        let evaluated = ExecutionPlan(
            try network(branch + other), phase: .evaluation, batch: 1, passes: [.fuseReLU, .recompute])
        #expect(evaluated.recomputed == [])
    }

    @Test("passes are found by their names, and can be left out")
    func names() {
        #expect(
            PlanPass.all.map(\.name)
                == [
                    "skip-identities", "fold-followers", "fuse-relu", "merge-siblings", "place-in-concat",
                    "accumulate-gradients", "overwrite-inputs", "recompute",
                ])
        #expect(PlanPass.all(without: ["skip-identities", "fold-followers"]).map(\.name).first == "fuse-relu")
    }
}
