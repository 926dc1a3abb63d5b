extension Markup {
    /// A table with a caption; of each row the first cell names it.
    ///
    /// - Parameter leftColumns: those of words, which stand at the left.
    static func table(
        caption: String, columns: [String], leftColumns: Set<Int> = [0], rows: [[Markup]]
    ) -> Markup {
        func head(_ column: Int, _ title: String) -> Markup {
            .tag("th", ["scope": "col", "class": leftColumns.contains(column) ? "left" : "right"], [.text(title)])
        }
        func cell(_ column: Int, _ content: Markup) -> Markup {
            column == 0
                ? .tag("th", ["scope": "row"], [content])
                : .tag("td", ["class": leftColumns.contains(column) ? "left" : "right"], [content])
        }
        return scrolling(
            caption,
            .tag(
                "table",
                [
                    .tag("caption", [.text(caption)]),
                    .tag("thead", [.tag("tr", columns.enumerated().map { head($0.offset, $0.element) })]),
                    .tag("tbody", rows.map { .tag("tr", $0.enumerated().map { cell($0.offset, $0.element) }) }),
                ]))
    }

    /// What may be wider than the page scrolls by itself, also by keyboard.
    static func scrolling(_ name: String, _ content: Markup) -> Markup {
        .tag("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": name], [content])
    }

    /// Something to open.
    static func details(_ summary: String, _ content: [Markup]) -> Markup {
        .tag("details", [.tag("summary", [.text(summary)])] + content)
    }

    /// Names and their values, as a list.
    static func pairs(_ kind: String, _ pairs: [(name: String, value: String)]) -> Markup {
        .tag(
            "dl", ["class": kind],
            pairs.map { pair in
                .tag("div", [.tag("dt", [.text(pair.name)]), .tag("dd", [.text(pair.value)])])
            })
    }

    /// A PNG file within the page.
    static func picture(_ bytes: [UInt8], description: String) -> Markup {
        .tag("img", ["alt": description, "src": "data:image/png;base64,\(base64(bytes))"])
    }
}
