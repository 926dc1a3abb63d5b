import Foundation
import FoundationXML
import Pages
import Testing

/// What is written on pages cannot break out of its place; checked by libxml2, which reads them as XML.
struct MarkupTests {
    /// The text of an element and the value of its attribute, as a reader of XML has them.
    private func read(_ page: String) throws -> (text: String, attribute: String?) {
        let reader = ElementReader()
        let parser = XMLParser(data: Data(page.utf8))
        parser.delegate = reader
        try #require(parser.parse(), "\(page): \(String(describing: parser.parserError))")
        #expect(reader.elements == ["p"])
        return (reader.text, reader.attributes["title"])
    }

    @Test(arguments: [
        "</p><script>alert(1)</script>", "\" onload=\"alert(1)", "' x='", "&lt;&#60;&amp;", "]]>", "<!--", "日本語 ñ 🐈",
        "a\nb\tc",
    ])
    func textStaysText(text: String) throws {
        var page = ""
        Markup.tag("p", ["title": text], [.text(text)]).write(to: &page)
        let found = try read(page)
        #expect(found.text == text)
        // A reader of XML makes blanks of line ends in attributes.
        #expect(found.attribute == text.replacing("\n", with: " ").replacing("\t", with: " "))
    }

    @Test func whatNoPageMayHaveIsToldByItsNumber() throws {
        var page = ""
        Markup.tag("p", [.text("a\u{0}b\u{1B}[31m\u{202E}c\u{FFFE}\r")]).write(to: &page)
        #expect(try read(page).text == "a\\u{0}b\\u{1B}[31m\\u{202E}c\\u{FFFE}\\u{D}")
    }

    @Test func emptyElementsEndAsBothLanguagesTakeThem() {
        var page = ""
        Markup.tag("div", [.tag("img", ["alt": ""]), .tag("span"), .tag("br")]).write(to: &page)
        #expect(page == "<div><img alt=\"\"/><span></span><br/></div>")
    }

    /// In a page's style nothing is unescaped by a browser.
    @Test func styleNeedsNoEscape() {
        #expect(!PageStyle.text.contains { "<>&\"'".contains($0) })
    }

    @Test func ticksAreRound() {
        #expect(Ticks(0...1, about: 4).values == [0, 0.5, 1])
        #expect(Ticks(0...15, about: 5).values == [0, 5, 10, 15])
        #expect(Ticks(0...2.31, about: 4).values == [0, 1, 2])
        #expect(Ticks(0...0.003, about: 3).digits == 3)
        #expect(Ticks(5...5, about: 3).values == [5])
    }
}

private final class ElementReader: NSObject, XMLParserDelegate {
    var (text, elements, attributes): (String, [String], [String: String]) = ("", [], [:])

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes found: [String: String]
    ) {
        elements.append(name)
        attributes.merge(found) { $1 }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
