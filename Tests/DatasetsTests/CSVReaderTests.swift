import Datasets
import Recipes
import Testing

@Suite struct CSVReaderTests {
    private func records(_ text: String, _ separator: Character = ",") throws -> [CSVReader.Record] {
        try CSVReader(text, separator: separator, path: "list.csv").records()
    }

    @Test func readsFieldsAndLines() throws {
        #expect(
            try records("a.jpg,cat\r\nb.jpg,dog\n\nc d.jpg,cat")
                == [
                    .init(line: 1, fields: ["a.jpg", "cat"]), .init(line: 2, fields: ["b.jpg", "dog"]),
                    .init(line: 4, fields: ["c d.jpg", "cat"]),
                ])
    }

    @Test func takesQuotesAway() throws {
        #expect(
            try records("\"a, \"\"b\"\".jpg\",\"x\ny\"\nz,\"\"\n")
                == [.init(line: 1, fields: ["a, \"b\".jpg", "x\ny"]), .init(line: 3, fields: ["z", ""])])
    }

    @Test func passesOverLinesOfBlanks() throws {
        #expect(
            try records("a,b\n  \r\n\t\nc,d\n ")
                == [.init(line: 1, fields: ["a", "b"]), .init(line: 4, fields: ["c", "d"])])
    }

    @Test func keepsEmptyFields() throws {
        #expect(
            try records("a,,b\n,\n") == [.init(line: 1, fields: ["a", "", "b"]), .init(line: 2, fields: ["", ""])])
        #expect(try records("") == [])
        #expect(try records("a\tb,c", "\t") == [.init(line: 1, fields: ["a", "b,c"])])
    }

    @Test func refusesAQuoteWithoutEnd() {
        #expect(
            throws: DataError(
                "the quote in line 2 of `list.csv` must end, and does not", help: "write `\"` behind the field")
        ) {
            try records("a,b\n\"c,d\ne,f\n")
        }
    }
}
