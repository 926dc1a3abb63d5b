import Foundation
import FoundationXML
import TestSupport
import Testing

/// The page of a run, as training keeps it and `report` makes it.
struct ReportTests {
    /// A page as libxml2 has it.
    private func page(_ text: String) throws -> PageReader {
        let reader = PageReader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        try #require(parser.parse(), "\(String(describing: parser.parserError)), line \(parser.lineNumber)")
        return reader
    }

    @Test func trainingKeepsAPageWithTheNumbersOfEval() throws {
        let folder = try TinySpec.folderWithRun()
        let page = try page(folder.text("run/report.html"))
        let evaluation = try Program.netspec.run(["eval", "run", "--format", "json", "--threads", "1"], in: folder)
        let result = try evaluation.object()
        let confusion = try #require(result["confusion"] as? [[Int]])
        let matrix = try #require(page.tables.first { $0.caption.hasPrefix("Confusion") })
        #expect(matrix.rows.count == 11)
        #expect(matrix.rows.dropFirst().map { $0.dropFirst().compactMap { Int($0) } } == confusion)
        let classes = try #require(page.tables.first { $0.caption.hasPrefix("Accuracy of each class") })
        let perClass = try #require(result["perClass"] as? [[String: Any]])
        // No column is without a name for who hears the page.
        #expect(classes.rows.first == ["class", "pictures", "recall", "precision"])
        for (row, known) in zip(classes.rows.dropFirst(), perClass) {
            #expect(row[0] == known["name"] as? String && Int(row[1]) == known["pictures"] as? Int)
            let recall = (known["recall"] as? Double).map { String(format: "%.2f %%", $0 * 100) } ?? "–"
            #expect(row[2].trimmingCharacters(in: .whitespaces) == recall)
        }
        let bins = try #require(result["calibration"] as? [[String: Any]])
        let table = try #require(page.tables.first { $0.caption.hasPrefix("Answers by the confidence") })
        #expect(table.rows.dropFirst().map { Int($0[1]) } == bins.map { $0["pictures"] as? Int })
        let mistakes = try #require(result["mistakes"] as? [[String: Any]])
        let numbers = page.images.compactMap { $0.firstMatch(of: /picture number (\d+) of the test split/)?.1 }
        #expect(numbers.map { Int($0) } == mistakes.map { $0["picture"] as? Int } && !numbers.isEmpty)
        #expect(page.text.contains("netspec train tiny.yaml --run run --threads 1"))
        #expect(page.text.contains("complete"))
        // Four filters of 3×3.
        #expect(page.images.count { $0 == "" } == 4)
    }

    /// Every place that is named in the page is there, once; nothing comes from elsewhere; it can be used without a mouse.
    @Test func thePageStandsAlone() throws {
        let folder = try TinySpec.folderWithRun()
        let page = try page(folder.text("run/report.html"))
        #expect(Set(page.ids).count == page.ids.count)
        for link in page.links {
            #expect(link.hasPrefix("#") && page.ids.contains(String(link.dropFirst())), "\(link)")
        }
        #expect(page.links.contains { $0.hasPrefix("#line-") })
        #expect(page.sources.allSatisfy { $0.hasPrefix("data:image/png;base64,") } && !page.sources.isEmpty)
        #expect(!page.elements.contains("script") && !page.elements.contains("link"))
        for landmark in ["header", "nav", "main", "footer", "h1"] {
            #expect(page.elements.count { $0 == landmark } == 1, "\(landmark)")
        }
        #expect(page.tables.allSatisfy { !$0.caption.isEmpty })
        #expect(page.imagesWithoutText == 0)
        #expect(!page.attributes.contains { $0.hasPrefix("on") })
    }

    @Test func reportMakesItAnewWithoutTheData() throws {
        let folder = try TinySpec.folderWithRun()
        let kept = try folder.text("run/report.html")
        try folder.remove("run/report.html")
        let made = try Program.netspec.run(["report", "run"], in: folder)
        made.expectSuccess()
        #expect(made.output == "report: run/report.html\n")
        #expect(try folder.text("run/report.html") == kept)
        try Program.netspec.run(["report", "run", "--output", "other.html"], in: folder).expectSuccess()
        #expect(try folder.text("other.html") == kept)
        try Program.netspec.run(["report", "run", "--output", "other.html"], in: folder).expectSuccess()
        try Program.netspec.run(["report", "none"], in: folder).expectRefusal(1, "`none` must hold a run")
        for command in [["report"], ["watch"], ["compare", "none"], ["metrics"]] {
            let refused = try Program.netspec.run(command + ["none"], in: folder)
            #expect(
                refused.messages.hasSuffix("help: give the folder that `train --run` wrote to\n"), "\(refused.messages)"
            )
        }
    }

    /// A run's own files lie beside its page, and a name is soon mistyped.
    @Test(arguments: ["run/spec.yaml", "run/metrics.jsonl", "tiny.yaml", "run/checkpoints", "/dev/null"])
    func onlyAPageIsReplaced(path: String) throws {
        let folder = try TinySpec.folderWithRun()
        let before = try? folder.text(path)
        let code: Int32 = before == nil ? 2 : 1
        try Program.netspec.run(["report", "run", "--output", path], in: folder).expectRefusal(code, path)
        try Program.netspec.run(["compare", "run", "run", "--html", path], in: folder).expectRefusal(code, path)
        #expect(try before == nil || folder.text(path) == before)
    }

    /// Names that try to get out of their places, and files that hold what no run writes.
    @Test func hostileTextsStayTexts() throws {
        let folder = try TinySpec.folderWithRun()
        let evil = "</td><script>alert(1)</script>\\\" onload=\\\"x"
        let record = try folder.text("run/evaluation-test.json")
        let first = try #require(record.firstMatch(of: /"classes":\["([^"]*)"/)?.1)
        try folder.write(record.replacing("\"\(first)\"", with: "\"\(evil)\""), to: "run/evaluation-test.json")
        try folder.write(
            folder.text("run/spec.yaml") + "# </pre><script>alert(2)</script> &amp; \u{202E}\n", to: "run/spec.yaml")
        try folder.write(
            folder.text("run/run.json").replacing("\"tiny.yaml\"", with: "\"<img src=x onerror=alert(3)>\""),
            to: "run/run.json")
        try folder.write("{\"<b>\": \"<i>\"}", to: "run/computation.json")
        try Program.netspec.run(["report", "run"], in: folder).expectSuccess()
        let page = try page(folder.text("run/report.html"))
        #expect(!page.elements.contains("script"))
        #expect(page.text.contains("</td><script>alert(1)</script>\" onload=\"x"))
        #expect(page.text.contains("# </pre><script>alert(2)</script> &amp; \\u{202E}"))
        #expect(page.text.contains("<img src=x onerror=alert(3)>"))
        #expect(page.text.contains("<b>") && page.text.contains("<i>"))
        #expect(!page.attributes.contains { $0.hasPrefix("on") })
    }

    /// Each file that a page is made of, damaged or gone.
    @Test(arguments: [
        "metrics.jsonl", "run.json", "evaluation-test.json", "computation.json",
        "checkpoints/step-00000008.safetensors",
    ])
    func aDamagedFileCostsItsPart(name: String) throws {
        let folder = try TinySpec.folderWithRun()
        try folder.write("{\"schema\": 1, \"step\": -9223372036854775808}\n\u{0}nonsense", to: "run/\(name)")
        try Program.netspec.run(["report", "run"], in: folder).expectSuccess()
        _ = try page(folder.text("run/report.html"))
        try folder.remove("run/\(name)")
        try Program.netspec.run(["report", "run"], in: folder).expectSuccess()
        _ = try page(folder.text("run/report.html"))
    }

    @Test func aPageThatCannotBeWrittenEndsNoTraining() throws {
        let folder = try TinySpec.folder()
        try TinySpec.train(folder, "--max-steps", "2").expectSuccess()
        try folder.remove("run/report.html")
        try folder.makeFolder("run/report.html/in-the-way")
        let resumed = try TinySpec.train(folder, "--resume")
        resumed.expectSuccess()
        #expect(resumed.output.contains("run: run, 8 steps"))
        #expect(resumed.messages.components(separatedBy: "note: the report is not kept up to date").count == 2)
    }
}

/// What of a page a test looks at.
private final class PageReader: NSObject, XMLParserDelegate {
    struct Table {
        var caption = ""
        /// The texts of the cells; the head is a row.
        var rows: [[String]] = []
    }

    private(set) var text = ""
    private(set) var (elements, attributes, ids, links, sources): ([String], [String], [String], [String], [String]) =
        ([], [], [], [], [])
    /// The texts of pictures.
    private(set) var images: [String] = []
    private(set) var imagesWithoutText = 0
    private(set) var tables: [Table] = []
    private var open: [String] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes found: [String: String]
    ) {
        elements.append(name)
        open.append(name)
        attributes += found.keys
        if let id = found["id"] { ids.append(id) }
        if let link = found["href"] { links.append(link) }
        if let source = found["src"] { sources.append(source) }
        if name == "img" {
            if let text = found["alt"] { images.append(text) } else { imagesWithoutText += 1 }
        }
        if name == "table" { tables.append(Table()) }
        if name == "tr" { tables[tables.count - 1].rows.append([]) }
        if ["td", "th"].contains(name) {
            let row = tables[tables.count - 1].rows.count - 1
            tables[tables.count - 1].rows[row].append("")
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        guard open.last != "style" else { return }
        text += string
        if open.last == "caption" { tables[tables.count - 1].caption += string }
        if open.contains("td") || open.contains("th") {
            let table = tables.count - 1
            let (row, column) = (tables[table].rows.count - 1, (tables[table].rows.last?.count ?? 1) - 1)
            tables[table].rows[row][column] += string
        }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        open.removeLast()
    }
}
