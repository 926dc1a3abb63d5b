import Datasets
import Diagnostics
package import Reports
import Training

/// All that is known of a run as a page.
package struct RunPage {
    private let report: RunReport

    package init(_ report: RunReport) {
        self.report = report
    }

    package func render() -> String {
        Page(title: "\(report.subject.name) – netspec run", sections: sections, head: head, foot: foot).render()
    }

    private var sections: [Page.Section] {
        [Page.Section(id: "curves", title: "Curves", content: RunCharts(report).content)]
            + report.evaluations.flatMap { EvaluationSections($0).sections }
            + [FilterSection(report).section, ModuleSection(report).section].compactMap { $0 }
            + [SpecSection(report).section, EnvironmentSection(report).section]
    }

    private var head: [Markup] {
        [
            .tag("p", ["class": "soft"], ["netspec run "]), .tag("h1", [.text(report.subject.name)]),
        ] + (report.state.text == report.state.word ? [] : [.tag("p", [.text(report.state.text)])])
            + [.pairs("facts", facts)]
    }

    private var facts: [(name: String, value: String)] {
        let history = report.history
        let steps =
            report.totalSteps.map { "\(grouped(history.lastStep)) of \(grouped($0))" } ?? grouped(history.lastStep)
        let epoch = history.epochs.last.map { "\($0.number)" } ?? "–"
        var facts = [("state", report.state.word), ("steps", steps)]
        facts.append(("epoch", report.journal.map { "\(epoch) of \($0.epochs)" } ?? epoch))
        if let best = history.best {
            facts.append(("best \(best.split.rawValue) top-1", RunWords.share(best.top1)))
        }
        for record in report.evaluations {
            let evaluation = record.evaluation
            facts.append(("\(evaluation.split.rawValue) top-1, last", RunWords.share(evaluation.top1)))
            facts.append(("\(evaluation.split.rawValue) loss, last", RunWords.loss(evaluation.loss)))
        }
        if let means = history.spans.last?.means {
            facts.append(("pictures a second", RunWords.speed(means.imagesPerSecond)))
        }
        if let seconds = report.journal?.seconds { facts.append(("time", RunWords.time(seconds))) }
        if let modules = report.subject.modules { facts.append(("parameters", grouped(modules.parameters))) }
        return facts
    }

    private var foot: [Markup] {
        let wording =
            report.state == .running
            ? "The run goes on; this page is written anew now and then. Load it again to see more."
            : "Made after step \(report.history.lastStep)."
        return [.tag("p", [.text(wording), " Written by netspec; nothing in it comes from elsewhere."])]
    }
}
