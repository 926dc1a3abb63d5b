import Reports
import SpecCompiler
import Testing

/// What differs between small specs; numbers by hand.
struct DiffTests {
    private static let modules = """
        modules:
          pair:
            parameters: {filters: integer, kernel: {type: size, default: 1}}
            network:
              - convolution: {name: conv, filters: "${filters}", kernel: "${kernel}", pad: same}
              - batch-norm: {name: bn}
        """

    private static func spec(_ steps: String, _ more: String = "") -> String {
        "netspec: 1\nname: net\ninput: {channels: 3, height: 8, width: 8}\n\(modules)\nnetwork:\n\(steps)\n\(more)\n"
    }

    private static let steps = """
          - pair: {name: a, filters: 4, kernel: 3}
          - relu: {name: act}
          - pair: {name: b, filters: 6}
          - linear: {name: scores, outputs: 10}
        """

    private func diff(
        _ before: String, _ after: String, batch: Int? = nil, depth: Int = 1, width: Int? = nil
    ) throws -> String {
        let diff = try SpecDiff(
            from: experiment(before, name: "before.yaml"), to: experiment(after, name: "after.yaml"), batch: batch,
            depth: depth)
        // The specs lie in folders whose names differ from run to run.
        return SpecDiffText(diff, width: width).render().replacing(
            /[^ ]*\/(before|after)\.yaml/, with: { "\($0.output.1).yaml" })
    }

    /// The parts of a text between blank lines.
    private func parts(_ text: String) -> [String] {
        text.split(separator: "\n\n").map { $0.trimmingPrefix("\n") + "" }
    }

    @Test func alikeSpecsDoNotDiffer() throws {
        let other = Self.steps.replacing("kernel: 3", with: "kernel: [3, 3]")
        let text = try diff(Self.spec(Self.steps), Self.spec(other, "# a remark"))
        #expect(
            text == """
                before  before.yaml (net)
                after   after.yaml (net)
                nothing differs

                All 14 weights would load from a checkpoint of the spec before.

                """)
    }

    @Test func argumentChangesItsModuleAndWhatReadsIt() throws {
        let other = Self.steps.replacing("filters: 4", with: "filters: 5")
        let text = try diff(Self.spec(Self.steps), Self.spec(other))
        // a: 27·4 + 4 + 2·4 and 27·5 + 5 + 2·5; b: 6·4 + 6 + 2·6 and 6·5 + 6 + 2·6; 64 places.
        // Of 4,048 learned numbers and 22 statistics, the 6 + 4·6 of b and the 3,850 of scores keep their shapes.
        let parts = parts(text)
        #expect(
            parts[1].contains("\nparameters                          4,012     4,048     +36   +0.9 %\n"), "\(text)")
        #expect(
            parts[1].contains("\nmultiply-adds                      12,288    14,400  +2,112  +17.2 %\n"), "\(text)")
        #expect(
            parts[2] == """
                step               output                 parameters  multiply-adds
                ───────────────────────────────────────────────────────────────────
                a     changed      [4, 8, 8] → [5, 8, 8]         +30         +1,728
                act   other input  [4, 8, 8] → [5, 8, 8]           0              0
                b     other input  [6, 8, 8]                      +6           +384
                """)
        #expect(parts[3] == "a  filters  4 → 5")
        #expect(
            parts[4] == """
                7 of 14 weights, 95.3 % of the numbers, would load from a checkpoint of the spec before; these would
                not:
                  a/conv.weight  [4, 3, 3, 3] → [5, 3, 3, 3]
                  a/conv.bias    [4] → [5]
                  a/bn.scale     [4] → [5]
                  a/bn.shift     [4] → [5]
                  a/bn.mean      [4] → [5]
                  a/bn.variance  [4] → [5]
                  b/conv.weight  [6, 4, 1, 1] → [6, 5, 1, 1]

                """)
    }

    /// At depth 2 the steps of `a` stand for themselves, and say by which of them the module changed.
    @Test func depthOpensModules() throws {
        let other = Self.steps.replacing("filters: 4", with: "filters: 5")
        let parts = parts(try diff(Self.spec(Self.steps), Self.spec(other), depth: 2))
        #expect(
            parts[2] == """
                step                 output                 parameters  multiply-adds
                ─────────────────────────────────────────────────────────────────────
                a/conv  changed      [4, 8, 8] → [5, 8, 8]         +28         +1,728
                a/bn    other input  [4, 8, 8] → [5, 8, 8]          +2              0
                act     other input  [4, 8, 8] → [5, 8, 8]           0              0
                b/conv  other input  [6, 8, 8]                      +6           +384
                """)
        #expect(parts[3] == "a/conv  filters  4 → 5", "\(parts)")
    }

    /// The module's definition differs, and no argument of its uses: one field of `conv`, and `bn` is gone.
    @Test func whatIsDeeperIsCounted() throws {
        let before = Self.spec(Self.steps)
        let after = before.replacing(
            "kernel: \"${kernel}\", pad: same}\n      - batch-norm: {name: bn}",
            with: "kernel: \"${kernel}\", pad: same, bias: false}")
        #expect(before != after)
        let shallow = parts(try diff(before, after))
        #expect(
            shallow[3] == """
                act     from    a/bn → a/conv
                scores  from    b/bn → b/conv
                a       inside  1 changed, 1 removed; --depth 2 tells more
                b       inside  1 changed, 1 removed; --depth 2 tells more
                """, "\(shallow)")
        let deep = parts(try diff(before, after, depth: 2))
        #expect(deep[3].contains("a/conv  bias  true → false\n") && !deep[3].contains("inside"), "\(deep)")
    }

    /// The head's `linear` is no partner for the network's own, however alike they are.
    @Test func auxiliaryHeadsAreComparedWithHeads() throws {
        let head = "  - auxiliary: {name: head, weight: 0.3, network: [{linear: {name: guess, outputs: 10}}]}\n"
        let before = Self.spec("  - relu: {name: act}\n\(head)  - linear: {name: scores, outputs: 10}")
        let parts = parts(try diff(before, Self.spec("  - relu: {name: act}\n  - linear: {name: last, outputs: 10}")))
        #expect(parts[2].contains(/\nlast +was scores/) && parts[2].contains(/\nhead +removed/), "\(parts[2])")
    }

    @Test func stepsComeAndGo() throws {
        let other = """
              - pair: {name: a, filters: 4, kernel: 3}
              - pair: {name: c, filters: 4}
              - relu: {name: act}
              - linear: {name: scores, outputs: 10}
            """
        let parts = parts(try diff(Self.spec(Self.steps), Self.spec(other)))
        #expect(
            parts[2] == """
                step             output         parameters  multiply-adds
                ─────────────────────────────────────────────────────────
                c       added    – → [4, 8, 8]         +28         +1,024
                act     changed  [4, 8, 8]               0              0
                scores  changed  [10]               −1,280         −1,280
                b       removed  [6, 8, 8] → –         −42         −1,536
                """)
        #expect(parts[3] == "act     from  a/bn → c/bn\nscores  from  b/bn → act")
        #expect(parts[4].contains("\n  c/… (6 weights)  not there before\n  scores.weight    [10, 384] → [10, 256]\n"))
        #expect(parts[4].hasSuffix("\nNo longer used:\n  b/… (6 weights)\n"))
    }

    @Test func renamedStepIsFoundAgainWithItsWeights() throws {
        let other = Self.steps.replacing("name: b,", with: "name: second,")
        let parts = parts(try diff(Self.spec(Self.steps), Self.spec(other)))
        #expect(parts[2].contains("\nsecond  was b  [6, 8, 8]           0              0"), "\(parts)")
        #expect(!parts.joined().contains("inside"), "\(parts)")
        #expect(parts.last?.contains("\n  second/conv.weight  called b/conv.weight before\n") ?? false, "\(parts)")
    }

    @Test func typeOfALayerCanChange() throws {
        let other = Self.steps.replacing("- relu: {name: act}", with: "- dropout: {name: act, ratio: 0.1}")
        let parts = parts(try diff(Self.spec(Self.steps), Self.spec(other)))
        #expect(parts[3] == "act  type  relu → dropout", "\(parts)")
        #expect(parts.last == "All 14 weights would load from a checkpoint of the spec before.\n")
    }

    @Test func sectionsDifferByPath() throws {
        let before =
            "classes: 10\ndata: {source: synthetic, augment: [horizontal-flip]}\ntrain: {epochs: 2, batch: 128, optimizer: {sgd: {rate: 0.1}}}"
        let after =
            "classes: 10\ndata: {source: synthetic}\ntrain: {epochs: 3, optimizer: {sgd: {rate: 1e-1, momentum: 0.9}}}"
        func full(_ more: String) -> String {
            Self.spec(Self.steps, more).replacing("height: 8, width: 8", with: "height: 32, width: 32")
        }
        let parts = parts(try diff(full(before), full(after)))
        #expect(
            parts[2] == """
                data.augment                  [horizontal-flip] → []
                train.epochs                  2 → 3
                train.optimizer.sgd.momentum  0 → 0.9
                """, "\(parts)")
        // 3·3·3·4 + 4 + 8 + 6·4 + 6 + 12 and 6·32·32·10 + 10 numbers, now remembered once more.
        #expect(parts[1].contains("\nmemory to train, batch 128 "))
    }

    @Test func memoryIsThatOfTheBatchAskedFor() throws {
        let text = try diff(
            Self.spec(Self.steps), Self.spec(Self.steps.replacing("- relu", with: "- dropout")), batch: 16)
        #expect(text.contains("\nmemory to evaluate, batch 16 "))
        #expect(text.contains("\nmemory to train, batch 16 "))
    }

    @Test func narrowTerminalGetsNamesAndChanges() throws {
        let text = try diff(
            Self.spec(Self.steps), Self.spec(Self.steps.replacing("filters: 4", with: "filters: 5")), width: 40)
        #expect(text.contains(/\nparameters +4,048 +\+36\n/), "\(text)")
        for part in parts(text)[1...2] { #expect(part.split(separator: "\n").allSatisfy { $0.count <= 40 }, "\(part)") }
    }
}
