import Diagnostics
import SpecSyntax
import Testing

@Suite("numbers")
struct NumberTests {
    @Test(
        "whole numbers",
        arguments: [
            ("0", 0), ("+5", 5), ("-5", -5), ("1_000", 1000), ("007", 7), ("-0", 0), ("1_0_0", 100),
            ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
        ])
    func integers(_ text: String, _ value: Int) {
        #expect(parseInteger(text) == value)
    }

    @Test(
        "no whole numbers",
        arguments: [
            "", "+", "-", "_1", "1_", "1__0", "-_5", "+_5", "1e3", "0x10", "1.0", "1 ", " 1", "١", "²", "９", "--1",
            "nan",
            "99999999999999999999", "9223372036854775808",
        ])
    func noIntegers(_ text: String) {
        #expect(parseInteger(text) == nil)
    }

    @Test(
        "numbers",
        arguments: [
            ("1e3", 1000), ("5e-4", 0.0005), (".5", 0.5), ("5.", 5), ("+5", 5), ("-1.5E+2", -150), ("1_000.5", 1000.5),
            ("1e-400", 0), ("99999999999999999999", 1e20),
        ])
    func numbers(_ text: String, _ value: Double) {
        #expect(parseNumber(text) == value)
    }

    @Test(
        "no numbers",
        arguments: [
            "", ".", "e", "e5", "1e", "0x10", "0x1p3", "nan", "NaN", "inf", "-inf", "infinity", "1e400", "-1e400",
            "1,5", "1_",
            "_1", "1._5", "1 2", "٣", "1e5e5", "+-1",
        ])
    func noNumbers(_ text: String) {
        #expect(parseNumber(text) == nil)
    }

    @Test(
        "as a person writes them",
        arguments: [
            (3, "3"), (0.5, "0.5"), (-2, "-2"), (1e20, "1e+20"), (0.0005, "0.0005"), (0, "0"), (-0.0, "0"),
        ])
    func shortestForm(_ value: Double, _ text: String) {
        #expect(shortest(value) == text)
    }
}
