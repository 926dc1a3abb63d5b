import Diagnostics
import SpecSyntax
import TestSupport
import Testing

@Suite("reading fields")
struct FieldReaderTests {
    @Test("mistakes", arguments: names + types + remedies + choices)
    func mistakes(_ mistake: MistakeCase) {
        let collector = DiagnosticCollector()
        let file = SourceFile(path: "spec.yaml", text: mistake.text)
        guard let tree = YAMLReader.read(file, into: collector), let entries = tree.mapping else {
            return mistake.check(collector.diagnostics)
        }
        let fields = FieldReader(
            entries, of: "pool", at: .beginning(of: file), context: FieldContext(collector: collector))
        read(fields)
        fields.finish()
        #expect(fields.failed == collector.hasErrors)
        mistake.check(collector.diagnostics)
    }

    @Test("values, defaults and declarations")
    func values() throws {
        let collector = DiagnosticCollector()
        let tree = try #require(
            YAMLReader.read(
                SourceFile(path: "spec.yaml", text: "kernel: [3, 5]\nceil: yes\nfilters: 1_000"), into: collector))
        let fields = FieldReader(
            tree.mapping ?? [], of: "pool", at: tree.span, context: FieldContext(collector: collector))
        #expect(fields.required("kernel", .extent(1...), help: "") == Extent(height: 3, width: 5))
        #expect(fields.required("filters", .integer(1...), help: "") == 1000)
        #expect(fields.optional("ceil", .boolean, default: false, help: ""))
        #expect(fields.optional("rate", .number, default: 0.5, help: "") == 0.5)
        #expect(fields.ifPresent("name", .text, help: "") == nil)
        fields.finish()
        #expect(!fields.failed)
        #expect(fields.declarations.map(\.name) == ["kernel", "filters", "ceil", "rate", "name"])
        #expect(fields.declarations.map(\.isRequired) == [true, true, false, false, false])
        #expect(fields.declarations.map(\.defaultText) == [nil, nil, "false", "0.5", nil])
    }

    @Test("a value that an earlier stage reported is not reported again")
    func invalid() throws {
        let collector = DiagnosticCollector()
        let tree = try #require(YAMLReader.read(SourceFile(path: "spec.yaml", text: "filters: x"), into: collector))
        let fields = FieldReader(
            tree.mapping ?? [], of: "pool", at: tree.span, context: FieldContext(collector: collector),
            invalid: ["filters"])
        _ = fields.required("filters", .integer(1...), help: "")
        fields.finish()
        #expect(fields.failed)
        #expect(collector.diagnostics.isEmpty)
    }

    private func read(_ fields: FieldReader) {
        _ = fields.required("kernel", .extent(1...), help: "the window")
        _ = fields.optional("filters", .integer(1...), default: 1, help: "channels")
        _ = fields.optional("rate", .number(0...1), default: 0, help: "")
        _ = fields.optional("decay", .positiveNumber, default: 1, help: "")
        _ = fields.optional("ceil", .boolean, default: false, help: "")
        _ = fields.optional("round", .word(["floor": 0, "ceil": 1]), default: 0, help: "")
        _ = fields.optional("means", .list(of: .number), default: [], help: "")
        _ = fields.ifPresent("schedule", .choice(of: "a schedule", Self.schedules, placeholder: 0), help: "")
    }

    private static let schedules = [
        ChoiceCase("constant", help: "") { _ in 0 },
        ChoiceCase("step", help: "") { fields in fields.required("every", .integer(1...), help: "steps") },
    ]

    private static let names = [
        MistakeCase("kernel: 3"),
        MistakeCase("{}", "1:1 missing-field `pool` needs the field `kernel` | add `kernel: …`, a whole number from 1"),
        MistakeCase("kernal: 3", "1:1 unknown-key `pool` has no field `kernal` | write `kernel`"),
        MistakeCase("kernel: 3\nkernal: 3", "2:1 unknown-key | change `kernel` instead, which is there already"),
        MistakeCase(
            "kernel: 3\nfilter: 3\nFilters: 4", "2:1 unknown-key | write `filters`",
            "3:1 unknown-key | change `filters` instead"),
        MistakeCase("kernel: 3\nxyzzy: 3", "2:1 unknown-key | its fields are `kernel`, `filters`"),
        MistakeCase("krnel: 3\nrat: 1", "1:1 unknown-key | `kernel`", "2:1 unknown-key | `rate`"),
        MistakeCase("xyzzy: 1", "1:1 unknown-key | write `kernel`, which is needed here"),
        MistakeCase("xyzzy: a", "1:1 unknown-key", "1:1 missing-field"),
        MistakeCase("xyzzy: 1\nabcde: 1", "1:1 unknown-key", "2:1 unknown-key", "1:1 missing-field"),
    ]

    private static let types = [
        MistakeCase(
            "kernel: three",
            "1:9 wrong-type `kernel` must be a whole number from 1 to 32767, or `[height, width]`, found `three`"),
        MistakeCase("kernel:", "1:1 wrong-type found nothing"),
        MistakeCase("kernel: 0", "1:9 wrong-type found `0`"),
        MistakeCase("kernel: [3]", "1:9 wrong-type found a list"),
        MistakeCase("kernel: [3, 0]", "1:9 wrong-type found a list"),
        MistakeCase("kernel: []", "1:9 wrong-type found an empty list"),
        MistakeCase("kernel: {}", "1:9 wrong-type found an empty mapping"),
        MistakeCase("kernel: {a: 1}", "1:9 wrong-type found a mapping"),
        MistakeCase("{kernel: 1, filters: 1e3}", "1:22 wrong-type a whole number of at least 1, found `1e3`"),
        MistakeCase("{kernel: 1, filters: 0x10}", "1:22 wrong-type found `0x10`"),
        MistakeCase("{kernel: 1, filters: 1_000}"),
        MistakeCase("{kernel: 1, filters: +5}"),
        MistakeCase(
            "{kernel: 1, filters: 99999999999999999999}",
            "1:22 wrong-type must be a whole number from 1 to 2147483647, found `99999999999999999999` | a whole number here is at most 2147483647"
        ),
        MistakeCase("{kernel: 1, filters: 2147483648}", "1:22 wrong-type | at most 2147483647"),
        MistakeCase("{kernel: 1, filters: 2147483647}"),
        MistakeCase("{kernel: 1, rate: .5}"),
        MistakeCase("{kernel: 1, rate: nan}", "1:19 wrong-type a number from 0 to 1, found `nan`"),
        MistakeCase("{kernel: 1, rate: .inf}", "1:19 wrong-type"),
        MistakeCase("{kernel: 1, rate: 1e400}", "1:19 wrong-type found `1e400`"),
        MistakeCase("{kernel: 1, rate: -1e-400}"),
        MistakeCase("{kernel: 1, decay: 0}", "1:20 wrong-type a number above 0, found `0`"),
        MistakeCase("{kernel: 1, decay: 1e-400}", "1:20 wrong-type"),
        MistakeCase("{kernel: 1, ceil: 1}", "1:19 wrong-type `true` or `false`, found `1`"),
        MistakeCase("{kernel: 1, round: up}", "1:20 wrong-type `round` must be `floor` or `ceil`, found `up`"),
        MistakeCase("{kernel: 1, means: [1, x, y]}", "1:24 wrong-type found `x`", "1:27 wrong-type found `y`"),
        MistakeCase("{kernel: 1, means: 1}", "1:20 wrong-type a list, each item a number, found `1`"),
        MistakeCase(
            "kernel: \(String(repeating: "x", count: 1000))",
            "1:9 wrong-type found `\(String(repeating: "x", count: 57))…`"),
    ]

    private static let remedies = [
        MistakeCase("kernel: three", "1:9 wrong-type | write, for example, `kernel: 3`"),
        MistakeCase("kernel:", "1:1 wrong-type | write, for example, `kernel: 3`"),
        MistakeCase("kernel: 0", "1:9 wrong-type | write `1` or more"),
        MistakeCase("kernel: 40000", "1:9 wrong-type | write `32767` or less"),
        MistakeCase("kernel: [3]", "1:9 wrong-type | write 2 items in the list, there is 1"),
        MistakeCase("kernel: [3, 0]", "1:9 wrong-type | write `1` or more"),
        MistakeCase("{kernel: 1, filters: 2.5}", "1:22 wrong-type | write `2` or `3`"),
        MistakeCase("{kernel: 1, filters: 1e3}", "1:22 wrong-type | write `1000`"),
        MistakeCase(
            "{kernel: 1, filters: many}", "1:22 wrong-type | write, for example, `filters: 1`, which is the default"),
        MistakeCase("{kernel: 1, rate: 30}", "1:19 wrong-type | write `0.3` for 30 %"),
        MistakeCase("{kernel: 1, rate: 1.5}", "1:19 wrong-type | write `1` or less"),
        MistakeCase("{kernel: 1, rate: -1}", "1:19 wrong-type | write `0` or more"),
        MistakeCase("{kernel: 1, ceil: True}", "1:19 wrong-type | write `true`"),
        MistakeCase("{kernel: 1, ceil: maybe}", "1:19 wrong-type | write `ceil: true` or `ceil: false`"),
        MistakeCase("{kernel: 1, round: cel}", "1:20 wrong-type | write `ceil`"),
        MistakeCase("{kernel: 1, round: up}", "1:20 wrong-type | write, for example, `round: floor`"),
        MistakeCase("{kernel: 1, means: [1, x]}", "1:24 wrong-type | write, for example, `0.1`"),
        MistakeCase("{kernel: 1, schedule: []}", "1:23 wrong-type | write, for example, `schedule: constant`"),
    ]

    private static let choices = [
        MistakeCase("{kernel: 1, schedule: constant}"),
        MistakeCase("{kernel: 1, schedule: {constant: }}"),
        MistakeCase(
            "{kernel: 1, schedule: constnat}", "1:23 unknown-name there is no schedule `constnat` | write `constant`"),
        MistakeCase("{kernel: 1, schedule: x}", "1:23 unknown-name | choose one of `constant`, `step`"),
        MistakeCase("{kernel: 1, schedule: step}", "1:23 missing-field `step` needs the field `every`"),
        MistakeCase("{kernel: 1, schedule: {step: 3}}", "1:30 wrong-type in a mapping, found `3` | write `step: {…}`"),
        MistakeCase("{kernel: 1, schedule: {step: {evry: 3}}}", "1:31 unknown-key | write `every`"),
        MistakeCase(
            "kernel: 1\nschedule:\n  step:\n  every: 3",
            "4:3 step-form a schedule must be one key with its fields below it, and `every` stands beside `step` | indent"
        ),
        MistakeCase("{kernel: 1, schedule: []}", "1:23 wrong-type found an empty list"),
        MistakeCase("{kernel: 1, schedule: {}}", "1:23 wrong-type found an empty mapping"),
    ]
}
