import Diagnostics
import SpecModules
import SpecSyntax
import TestSupport
import Testing

@Suite("types of parameters")
struct ParameterTypeTests {
    /// Lines 1 to 13; the uses stand from line 14.
    private static let unit = """
        modules:
          unit:
            parameters:
              width: {type: integer, minimum: 1, maximum: 512, default: 64, help: filters of the block}
              rate: {type: number, maximum: 0.5, default: 5e-1}
              kernel: {type: size, minimum: 1, default: 3}
              pad: {type: padding, minimum: 0, maximum: 2, default: same}
              pooling: {type: text, one-of: [max, average], default: max}
              stride: {type: integer, one-of: [1, 2], default: "${width / 32 - 1}"}
            network:
              - convolution: {filters: "${width}", kernel: "${kernel}", pad: "${pad}", stride: "${stride}"}
              - max-pool: {round: "${pooling}", ratio: "${rate}"}
        network:

        """

    @Test(
        "values in range, defaults, and defaults that follow from other parameters",
        arguments: [
            ("- unit", "filters=64 kernel=3 pad=same stride=1", "round=max ratio=5e-1"),
            ("- unit: {width: 1, stride: 2}", "filters=1 kernel=3 pad=same stride=2", "round=max ratio=5e-1"),
            (
                "- unit: {width: 96, kernel: [1, 9], pad: [0, 2]}", "filters=96 kernel=[1, 9] pad=[0, 2] stride=2",
                "round=max ratio=5e-1"
            ),
            ("- unit: {pooling: average, rate: -3}", "filters=64 kernel=3 pad=same stride=1", "round=average ratio=-3"),
            ("- unit: {stride: '2'}", "filters=64 kernel=3 pad=same stride=2", "round=max ratio=5e-1"),
        ])
    func values(_ use: String, _ convolution: String, _ pool: String) {
        let expanded = Expanded(Self.unit + use)
        #expect(expanded.diagnostics.map(described) == [])
        #expect(
            expanded.outline == [
                "unit/convolution: convolution(input) \(convolution)",
                "unit/max-pool: max-pool(unit/convolution) \(pool)",
            ])
    }

    @Test("wrong values at a use", arguments: uses)
    func wrongUse(_ mistake: MistakeCase) {
        mistake.check(Expanded(Self.unit + mistake.text).diagnostics)
    }

    @Test("wrong declarations", arguments: declarations)
    func wrongDeclaration(_ mistake: MistakeCase) {
        let text = "modules: {m: {network: [relu], parameters: {a: \(mistake.text)}}}\nnetwork: [m]"
        mistake.check(Expanded(text).diagnostics)
    }

    private static let uses = [
        MistakeCase("- unit: {width: 0}", "14:17 wrong-type `width` must be a whole number from 1 to 512, found `0`"),
        MistakeCase("- unit: {width: 513, stride: 1}", "14:17 wrong-type found `513`"),
        MistakeCase("- unit: {rate: 0.51}", "14:16 wrong-type `rate` must be a number of at most 0.5, found `0.51`"),
        MistakeCase(
            "- unit: {kernel: 0}",
            "14:18 wrong-type must be a whole number of at least 1, or `[height, width]`, found `0`"),
        MistakeCase("- unit: {kernel: [3, 0]}", "14:18 wrong-type found a list"),
        MistakeCase(
            "- unit: {pad: 3}",
            "14:15 wrong-type a whole number from 0 to 2, `[height, width]`, `{before, after}`, `half`"),
        MistakeCase(
            "- unit: {pooling: avrage}",
            "14:19 wrong-type `pooling` must be `max` or `average`, found `avrage` | write `average`"
        ),
        MistakeCase("- unit: {pooling: x}", "14:19 wrong-type `pooling` must be `max` or `average`, found `x`"),
        MistakeCase("- unit: {pooling: [max]}", "14:19 wrong-type found a list"),
        MistakeCase("- unit: {stride: 3}", "14:18 wrong-type `stride` must be `1` or `2`, found `3`"),
        MistakeCase("- unit: {width: 32}", "9:56 wrong-type the default of `stride` must be `1` or `2`, found `0`"),
        MistakeCase("- unit: {width: 33}", "9:59 division 33 / 32"),
    ]

    private static let declarations = [
        MistakeCase(
            "{type: integer, minimum: 5, maximum: 3}", "1:85 empty-range at least its minimum, 5, found `3` | exchange"),
        MistakeCase("{type: integer, minimum: 0.5}", "1:73 wrong-type `minimum` must be a whole number, found `0.5`"),
        MistakeCase("{type: number, minimum: 0.5, maximum: 0.5, default: 0.5}"),
        MistakeCase("{type: number, minimum: x}", "1:72 wrong-type `minimum` must be a number, found `x`"),
        MistakeCase(
            "{type: text, minimum: 1}",
            "1:61 unknown-key `a` has no field `minimum` | its fields are `type`, `one-of`, `default`, `help`"),
        MistakeCase("{type: boolean, one-of: [yes]}", "1:64 unknown-key `a` has no field `one-of`"),
        MistakeCase("{type: size, one-of: [1, 3]}", "1:61 unknown-key"),
        MistakeCase(
            "{type: text, one-of: []}",
            "1:69 wrong-type `one-of` must be a list of one value or more, found an empty list"),
        MistakeCase("{type: text, one-of: max}", "1:69 wrong-type found `max`"),
        MistakeCase("{type: text, one-of: [[a]]}", "1:69 wrong-type found a list"),
        MistakeCase(
            "{type: integer, one-of: [1, two]}", "1:76 wrong-type a choice of `a` must be a whole number, found `two`"),
        MistakeCase(
            "{type: integer, minimum: 2, one-of: [1, 2]}",
            "1:85 wrong-type a choice of `a` must be a whole number of at least 2, found `1`"),
        MistakeCase(
            "{type: integer, maximum: 3, default: 4}",
            "1:85 wrong-type the default of `a` must be a whole number of at most 3, found `4`"),
        MistakeCase(
            "{type: text, one-of: [max, average], default: aver}",
            "1:94 wrong-type must be `max` or `average`, found `aver` | write `average`"),
        MistakeCase(
            "{type: integer, default: '${b}'}", "1:76 unknown-parameter there is no value `b` in the module `m`"),
        MistakeCase(
            "{type: integer, range: [1, 3]}",
            "1:64 unknown-key `a` has no field `range` | its fields are `type`, `minimum`, `maximum`"),
    ]
}
