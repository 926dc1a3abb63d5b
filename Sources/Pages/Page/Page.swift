/// A page that stands alone: nothing in it comes from elsewhere, and no script runs in it.
struct Page {
    let title: String
    /// What the sections are called in the list of them, and their parts.
    let sections: [Section]
    /// Above the sections.
    let head: [Markup]
    /// Below them.
    let foot: [Markup]

    struct Section {
        /// Unique in the page; letters, digits and hyphens.
        let id: String
        let title: String
        let content: [Markup]
    }

    func render() -> String {
        var page = "<!DOCTYPE html>\n"
        Markup.tag(
            "html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"],
            [
                .tag(
                    "head",
                    [
                        .tag("meta", ["charset": "utf-8"]),
                        .tag("meta", ["name": "generator", "content": PageFile.generator]),
                        .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                        .tag("meta", ["name": "color-scheme", "content": "light dark"]),
                        // Should a name ever get out of its place, it still can load and run nothing.
                        .tag(
                            "meta",
                            [
                                "http-equiv": "Content-Security-Policy",
                                "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
                            ]),
                        .tag("title", [.text(title)]), .tag("style", [.text(PageStyle.text)]),
                    ]),
                .tag("body", body),
            ]
        ).write(to: &page)
        return page + "\n"
    }

    private var body: [Markup] {
        [
            .tag("a", ["class": "skip", "href": "#main"], ["to the content"]), .tag("header", head),
            .tag(
                "nav", ["aria-label": "sections"],
                [.tag("ul", sections.map { .tag("li", [.tag("a", ["href": "#\($0.id)"], [.text($0.title)])]) })]),
            .tag("main", ["id": "main"], sections.map(section)), .tag("footer", foot),
        ]
    }

    private func section(_ section: Section) -> Markup {
        .tag(
            "section", ["id": section.id, "aria-labelledby": "\(section.id)-title"],
            [.tag("h2", ["id": "\(section.id)-title"], [.text(section.title)])] + section.content)
    }
}
