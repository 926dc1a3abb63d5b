import Diagnostics
import Testing

@Suite("where keys belong")
struct KeyPlacesTests {
    private let places = KeyPlaces(aliases: ["wd": ["weight-decay"], "rate": ["seed"]]) {
        [
            ("epochs", .init("in `train`")), ("weight-decay", .init("in `sgd`")), ("seed", .init("in `train`")),
            ("seed", .init("in `data`")), ("seed", .init("in `train`")), ("kernel", .init("in `pool`")),
            ("name", .init("at the top level")), ("name", .init("in a step")),
            ("size", .init("in `a`")), ("size", .init("in `b`")), ("size", .init("in `c`")), ("size", .init("in `d`")),
            ("size", .init("in `e`")), ("relu", .step), ("max", .init("in `a`")),
        ]
    }

    @Test(arguments: [
        ("epochs", "this key belongs in `train`"),
        ("Weight_Decay", "`weight-decay` belongs in `sgd`"),
        ("WD", "`weight-decay` belongs in `sgd`"),
        ("seed", "this key belongs in `train` or in `data`"),
        ("kernel", "this key belongs in `pool`"),
        ("name", "this key belongs at the top level or in a step"),
        ("size", "this key belongs in `a`, in `b`, in `c` or in `d`, …"),
    ]) func areNamed(key: String, help: String) {
        #expect(places.help(for: key) == help)
    }

    @Test func aStepIsKnownByItsWord() {
        #expect(places.stepHelp(for: "ReLU") == "`relu` belongs in `network`, as a step of its own: `- relu`")
        #expect(places.stepHelp(for: "max") == nil)
    }

    @Test func unknownKeyHasNone() {
        #expect(places.help(for: "epoch") == nil)
        #expect(KeyPlaces.unknown.help(for: "epochs") == nil)
    }
}
