import ArgumentParser
import Files
import Pages
import Reports
import Training

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "report", takes: "<run>", "Writes all that is known of a run as one page, to look at in a browser.",
        examples: ["netspec report runs/1", "netspec report runs/1 --output /tmp/first.html"],
        more: """
            Training keeps the page up to date by itself, as report.html in the run folder. It stands alone: nothing in it \
            comes from elsewhere, and no script runs in it. It is made of what the folder holds; no data set is needed.
            """)

    @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"), completion: .directory)
    var path: String

    @Option(
        help: ArgumentHelp("Where to write the page; report.html in the run folder if left out.", valueName: "file"),
        completion: .file(extensions: ["html"]), transform: givenFile)
    var output: String?

    func run() throws {
        try reporting {
            let run = try RunFolder.open(at: path)
            let report = try RunReport(run, RunSubject(run))
            Terminal.warn(report.doubts)
            let page = RunPage(report).render()
            if let output {
                try PageFile.write(page, to: output)
            } else {
                try DurableFile.write(Array(page.utf8), to: run.reportPath)
            }
            try Terminal.write("report: \(output ?? run.reportPath)\n")
        }
    }
}
