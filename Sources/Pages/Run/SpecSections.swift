import Diagnostics
import Reports
import Training

/// What the first convolution looks for.
struct FilterSection {
    private let report: RunReport

    init(_ report: RunReport) {
        self.report = report
    }

    /// Nil where there is nothing to see.
    var section: Page.Section? {
        guard let filters = report.filters else { return nil }
        let shown =
            filters.pictures.count < filters.count
            ? "the first \(filters.pictures.count) of \(filters.count) filters" : counted(filters.count, "filter")
        let channels =
            filters.inputChannels == 3
            ? "in red, green and blue"
            : filters.inputChannels == 1 ? "in grey" : "its first of \(filters.inputChannels) input channels, in grey"
        let step = report.filterStep.map { " after step \(grouped($0))" } ?? ""
        let words =
            "\(filters.path)\(step): \(shown), \(channels); middle grey is 0, each is scaled by its own largest weight."
        return Page.Section(
            id: "filters", title: "First filters",
            content: [
                .tag("p", [.text(words)]),
                .tag(
                    "div",
                    ["class": "filters", "role": "img", "aria-label": "\(shown) of \(filters.path) as pictures"],
                    filters.pictures.map { .picture($0, description: "") }),
            ])
    }
}

/// What the network consists of, as modules that open.
struct ModuleSection {
    private let report: RunReport

    init(_ report: RunReport) {
        self.report = report
    }

    /// Nil where the spec could not be compiled.
    var section: Page.Section? {
        guard let modules = report.subject.modules else { return nil }
        let words =
            "\(grouped(modules.parameters)) parameters, \(grouped(modules.multiplyAdds)) multiply-adds for a picture. Each row tells "
            + "output shape, parameters and multiply-adds, and leads to where the spec says so."
        return Page.Section(
            id: "network", title: "Network",
            content: [.tag("p", [.text(words)]), .tag("ul", ["class": "tree"], modules.items.map(item))])
    }

    private func item(_ item: ModuleTree.Item) -> Markup {
        guard !item.items.isEmpty else {
            return .tag("li", [.tag("div", ["class": "leaf"], [row(item, place: place(item))])])
        }
        // A link within what opens would be hard to reach.
        let inside = place(item).map { [Markup.tag("li", ["class": "leaf"], [$0])] } ?? []
        return .tag(
            "li",
            [
                .tag(
                    "details",
                    [
                        .tag("summary", [row(item, place: nil)]),
                        .tag("ul", inside + item.items.map(self.item)),
                    ])
            ])
    }

    private func place(_ item: ModuleTree.Item) -> Markup? {
        item.line.map { .tag("a", ["href": "#line-\($0)"], [.text("line \($0)")]) }
    }

    private func row(_ item: ModuleTree.Item, place: Markup?) -> Markup {
        let name = item.path.split(separator: "/").last.map(String.init) ?? item.path
        return .tag(
            "span", ["class": "row"],
            [
                .tag("b", [.text(name)]), .tag("span", ["class": "soft"], [.text(item.type)]),
                .tag("span", ["class": "mono"], [.text(item.outputShape)]),
                .tag("span", ["class": "number"], [.text(grouped(item.parameters))]),
                .tag("span", ["class": "number"], [.text(grouped(item.multiplyAdds))]),
                .tag("span", place.map { [$0] } ?? []),
            ])
    }
}

/// The spec, in which names lead to what they name.
struct SpecSection {
    private let report: RunReport

    init(_ report: RunReport) {
        self.report = report
    }

    var section: Page.Section {
        let lines = report.subject.listing.lines.enumerated().map { index, pieces in line(index + 1, pieces) }
        return Page.Section(
            id: "spec", title: "Spec",
            content: [
                .tag("p", ["As it was trained, libraries and options written in. Names lead to what they name."]),
                .scrolling("spec", .tag("pre", ["class": "spec"], lines)),
            ])
    }

    private func line(_ number: Int, _ pieces: [SpecListing.Piece]) -> Markup {
        let text = pieces.map { piece -> Markup in
            piece.target.map { .tag("a", ["href": "#line-\($0)"], [.text(piece.text)]) } ?? .text(piece.text)
        }
        return .tag(
            "span", ["id": "line-\(number)"],
            [.tag("span", ["class": "number", "aria-hidden": "true"], ["\(number)"])] + text + ["\n"])
    }
}

/// Where, by what and how it was trained.
struct EnvironmentSection {
    private let report: RunReport

    init(_ report: RunReport) {
        self.report = report
    }

    var section: Page.Section {
        let parts = report.journal?.parts ?? []
        let conditions = report.conditions.filter { !$0.value.isEmpty }
        return Page.Section(
            id: "environment", title: "Command and environment",
            content: parts.enumerated().flatMap { index, part in self.part(part, number: index + 1, of: parts.count) }
                + (conditions.isEmpty
                    ? [] : [.tag("h3", ["What decides about the bits"]), .pairs("pairs", conditions)])
                + [.pairs("pairs", [("folder", report.path)])])
    }

    private func part(_ part: RunJournal.Part, number: Int, of count: Int) -> [Markup] {
        var facts = [("began", part.began), ("netspec", part.version), ("system", part.system)]
        if part.firstStep > 0 { facts.append(("after step", "\(part.firstStep)")) }
        if let ended = part.ended { facts.append(("ended", ended)) }
        if let seconds = part.seconds { facts.append(("time", RunWords.time(seconds))) }
        if let end = part.end { facts.append(("ended by", part.failure ?? end)) }
        return [
            .tag("h3", [.text(count == 1 ? "Command" : "Command, part \(number) of \(count)")]),
            .tag("pre", ["class": "command"], [.text(part.command.map(shellWord).joined(separator: " "))]),
            .pairs("pairs", facts),
        ]
    }
}
