import Reports
import Testing

struct TableTests {
    private let table = Table(
        columns: [
            .init("layer"), .init("type", rank: 0), .init("multiply-adds", isNumeric: true),
            .init("share", isNumeric: true, rank: 1),
        ],
        rows: [
            [.init("inception_3a/3x3/conv"), .init("convolution"), .init(113_246_208), .init("7.4 %", plain: "0.074")],
            [.init("a|b, \"c\""), .init("relu"), .init(0), "–"],
        ],
        total: ["total", "", .init(1_521_756_160), ""])

    private func widths(_ lines: [String]) -> Int { lines.map(\.count).max() ?? 0 }

    @Test func alignsColumnsUnderARule() {
        #expect(
            TextTable(width: nil).lines(table) == [
                "layer                  type         multiply-adds  share",
                "────────────────────────────────────────────────────────",
                "inception_3a/3x3/conv  convolution    113,246,208  7.4 %",
                "a|b, \"c\"               relu                     0      –",
                "────────────────────────────────────────────────────────",
                "total                               1,521,756,160",
            ])
    }

    @Test func dropsWhatMattersLeastThenShortensPaths() {
        let lines = TextTable(width: 45).lines(table)
        #expect(lines[0] == "layer                  multiply-adds  share")
        #expect(
            TextTable(width: 30).lines(table)[..<3] == [
                "layer            multiply-adds", "──────────────────────────────",
                "…tion_3a/3x3/conv  113,246,208".replacing("  113", with: "    113").replacing("…tion", with: "…on"),
            ])
        for width in 23...60 { #expect(widths(TextTable(width: width).lines(table)) <= width) }
    }

    @Test func longTextsAreShortenedBeforeNumbersGo() {
        let table = Table(
            columns: [
                .init("of", leastLength: 10), .init("ms", isNumeric: true, rank: 1), .init("by", rank: 0),
            ], rows: [["inception_3a/3x3/conv", "12.50", "direct"]])
        // 21 + 5 + 6 and two gaps are 36.
        #expect(TextTable(width: 36).lines(table)[2] == "inception_3a/3x3/conv  12.50  direct")
        #expect(TextTable(width: 26).lines(table)[2] == "…a/3x3/conv  12.50  direct")
        #expect(TextTable(width: 24).lines(table)[2] == "…tion_3a/3x3/conv  12.50")
        #expect(TextTable(width: 17).lines(table)[2] == "…/3x3/conv  12.50")
    }

    @Test func programsGetPlainNumbersAndQuotedFields() {
        #expect(
            CSVTable.text(table) == """
                layer,type,multiply_adds,share
                inception_3a/3x3/conv,convolution,113246208,0.074
                "a|b, ""c""\",relu,0,–

                """)
    }

    @Test func markdownEscapesWhatWouldEndACell() {
        #expect(
            MarkdownTable.text(table) == """
                | layer | type | multiply-adds | share |
                | --- | --- | ---: | ---: |
                | inception_3a/3x3/conv | convolution | 113,246,208 | 7.4 % |
                | a\\|b, "c" | relu | 0 | – |
                | total |  | 1,521,756,160 |  |

                """)
    }

    @Test(arguments: [
        (0, "0 B"), (1023, "1,023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (24_665_000, "23.5 MiB"),
        (1_048_575, "1.0 MiB"), (1 << 30, "1.0 GiB"), (-2048, "−2.0 KiB"), (1 << 53, "8.0 PiB"),
    ]) func bytes(count: Int, text: String) {
        #expect(byteText(count) == text)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (-6_166_250, "−6,166,250"), (1 << 53, "9,007,199,254,740,992"),
    ])
    func groupsOfThree(number: Int, text: String) {
        #expect(grouped(number) == text)
    }

    @Test func sharesHaveOnePlace() {
        #expect(shareText(1, of: 8) == "12.5 %")
        #expect(shareText(8, of: 8) == "100.0 %")
        #expect(shareText(0, of: 0) == "–")
    }
}
