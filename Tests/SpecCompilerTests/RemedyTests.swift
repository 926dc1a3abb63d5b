import Diagnostics
import Foundation
import SpecCompiler
import Testing

/// A network whose shapes do not fit, what `help` says, and what then is written in place of what.
struct Remedy: Sendable, CustomTestStringConvertible {
    let steps: String
    let help: String
    let old: String
    let new: String

    init(_ steps: String, says help: String, replace old: String, by new: String) {
        self.steps = steps
        self.help = help
        self.old = old
        self.new = new
    }

    var testDescription: String { help }

    /// A spec for pictures of three channels and 32×32.
    static func spec(_ steps: String) -> String {
        """
        netspec: 1
        input: {channels: 3, height: 32, width: 32}
        modules:
          block:
            parameters: {width: integer}
            expects: {channels: "${width}", height: 32}
            network:
              - convolution: {filters: "${width * 2}", kernel: 3, pad: same}
              - relu
          half:
            expects: {channels: 8}
            network: [{max-pool: {kernel: 2}}]
        network:
        \(steps)
        """
    }
}

/// What `help` says of shapes that do not fit is right: with it the spec is valid.
struct RemedyTests {
    @Test(arguments: windows + groups + joins + modules + places + sizes) func helps(_ remedy: Remedy) throws {
        let found = diagnostics(remedy.steps)
        #expect(found.map(\.help) == [remedy.help], "\(DiagnosticText(colour: false).render(found))")
        #expect(remedy.steps.components(separatedBy: remedy.old).count == 2)
        let left = diagnostics(remedy.steps.replacingOccurrences(of: remedy.old, with: remedy.new))
        #expect(left.isEmpty, "\(DiagnosticText(colour: false).render(left))")
    }

    private func diagnostics(_ steps: String) -> [Diagnostic] {
        SpecCompiler.compile(text: Remedy.spec(steps)).diagnostics.filter { $0.severity == .error }
    }

    private static let windows = [
        Remedy(
            "- convolution: {filters: 4, kernel: 35}", says: "use a kernel of at most 32, or a pad of at least 2",
            replace: "35", by: "32"),
        Remedy(
            "- convolution: {filters: 4, kernel: 35}", says: "use a kernel of at most 32, or a pad of at least 2",
            replace: "35", by: "35, pad: 2"),
        Remedy(
            "- convolution: {filters: 4, kernel: [3, 40], stride: 3}",
            says: "use a kernel of at most [3, 32], or a pad of at least 4", replace: "[3, 40]", by: "[3, 32]"),
        Remedy(
            "- convolution: {filters: 4, kernel: 5, dilation: 10}",
            says: "use a kernel of at most 4, or a pad of at least 5", replace: "kernel: 5", by: "kernel: 4"),
        Remedy(
            "- average-pool: {kernel: 33}", says: "use a kernel of at most 32, or a pad of at least 1", replace: "33",
            by: "33, pad: 1"),
        Remedy(
            "- max-pool: {kernel: 3, pad: 3}", says: "use a pad of at most 2, or `half`", replace: "pad: 3",
            by: "pad: 2"),
    ]

    private static let groups = [
        Remedy(
            "- convolution: {filters: 4, kernel: 3, groups: 2}",
            says: "write `groups: 1`, or `groups: 3` and `filters: 6`", replace: "filters: 4, kernel: 3, groups: 2",
            by: "filters: 6, kernel: 3, groups: 3"),
        Remedy(
            "- convolution: {filters: 4, kernel: 3, groups: 3}",
            says: "write `groups: 1`, or write `filters: 6`", replace: "filters: 4", by: "filters: 6"),
        Remedy(
            "- convolution: {filters: 9, kernel: 3, groups: 9}", says: "use one of 1, 3", replace: "groups: 9",
            by: "groups: 3"),
    ]

    private static let joins = [
        Remedy(
            """
            - concat:
                1x1: [{convolution: {filters: 4, kernel: 1}}]
                3x3: [{convolution: {filters: 4, kernel: 3, pad: 1}}, relu]
                5x5: [{convolution: {filters: 4, kernel: 5, pad: 1}}, {batch-norm: {}}, relu]
            """, says: "write `pad: 2` in `convolution_2`", replace: "kernel: 5, pad: 1", by: "kernel: 5, pad: 2"),
        Remedy(
            """
            - concat:
                left: [{convolution: {filters: 4, kernel: 1}}]
                pool: [{max-pool: {name: pool, kernel: 3}}]
            """, says: "write `stride: 1, pad: 1` in `pool`", replace: "kernel: 3}", by: "kernel: 3, stride: 1, pad: 1}"
        ),
        // Another stride of `stem` would halve both: the help is not to change what `left` is made of too.
        Remedy(
            """
            - convolution: {name: stem, filters: 4, kernel: 3, pad: 1}
            - concat:
                left: [{max-pool: {kernel: 2, stride: 2}}]
                right: []
            """, says: "write `stride: 1, pad: same` in `left`", replace: "stride: 2", by: "stride: 1, pad: same"),
        Remedy(
            """
            - convolution: {name: wide, filters: 64, kernel: 3, pad: 1}
            - convolution: {name: narrow, filters: 32, kernel: 3, pad: 1}
            - relu
            - add: {from: [wide, relu]}
            """, says: "write `filters: 64` in `narrow`", replace: "filters: 32", by: "filters: 64"),
        Remedy(
            """
            - add:
                body: [{convolution: {filters: 64, kernel: 3, stride: 2, pad: 1}}]
                shortcut: []
            """, says: "bring `shortcut` to [64, 16, 16] with `convolution: {filters: 64, kernel: 1, stride: 2}`",
            replace: "shortcut: []", by: "shortcut: [{convolution: {filters: 64, kernel: 1, stride: 2}}]"),
        Remedy(
            """
            - concat:
                left: [{convolution: {filters: 64, kernel: 3}}]
                right: [{convolution: {filters: 64, kernel: 1}}, flatten]
            """, says: "put `flatten` behind the one that is a picture", replace: "kernel: 3}}]",
            by: "kernel: 3}}, flatten]"),
    ]

    private static let modules = [
        Remedy("- block: {width: 8}", says: "write `width: 3`", replace: "8", by: "3"),
        Remedy(
            "- convolution: {name: stem, filters: 9, kernel: 1}\n- relu\n- half", says: "write `filters: 8` in `stem`",
            replace: "filters: 9", by: "filters: 8"),
        Remedy(
            "- convolution: {name: stem, filters: 9, kernel: 3}\n- relu\n- block: {width: 9}",
            says: "write `pad: 1` in `stem`", replace: "kernel: 3", by: "kernel: 3, pad: 1"),
    ]

    private static let places = [
        Remedy(
            "- flatten\n- convolution: {filters: 3, kernel: 1}", says: "put `convolution` before `flatten`",
            replace: "- flatten\n- convolution: {filters: 3, kernel: 1}",
            by: "- convolution: {filters: 3, kernel: 1}\n- flatten"),
        Remedy(
            "- linear: {outputs: 10}\n- relu\n- max-pool: {kernel: 2}", says: "put `max-pool` before `linear`",
            replace: "- linear: {outputs: 10}\n- relu\n- max-pool: {kernel: 2}",
            by: "- max-pool: {kernel: 2}\n- linear: {outputs: 10}\n- relu"),
    ]

    private static let sizes = [
        Remedy(
            "- linear: {outputs: 1000000}", says: "use at most 699050 outputs", replace: "1000000", by: "699050"),
        Remedy(
            "- convolution: {filters: 3000000, kernel: 1}", says: "use at most 2097151 filters", replace: "3000000",
            by: "2097151"),
        Remedy(
            "- convolution: {filters: 3000, kernel: 1000, pad: same}", says: "use at most 715 filters",
            replace: "3000", by: "715"),
    ]
}
