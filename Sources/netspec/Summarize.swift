import ArgumentParser
import Networks
import SpecCompiler

struct Summarize: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary",
        abstract: "Lists a network's layers with shapes, parameters and multiply-adds, without running it.",
        discussion: "Example: netspec summary Specs/googlenet-cifar10.yaml")

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"))
    var path: String

    @OptionGroup var spec: SpecOptions

    @Option(help: "How to write the result: text or json.")
    var format: OutputFormat = .text

    func run() throws {
        try reporting {
            let summary = Summary(try compiled(path, spec).network)
            switch format {
            case .text: try Terminal.write(SummaryText(summary, width: Terminal.width).render())
            case .json: try Terminal.write(try json(SummaryJSON(summary)))
            }
        }
    }
}
