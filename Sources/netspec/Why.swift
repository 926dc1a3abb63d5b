import ArgumentParser
import Reports
import SpecCompiler

struct Why: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "why", takes: "<spec> <path>",
        "Tells how the shape of a layer's or a module's output came about: every number, and where it was written.",
        examples: [
            "netspec why Specs/googlenet-cifar10.yaml inception_4a",
            "netspec why net.yaml inception_4a/3x3/conv",
        ],
        more: """
            The paths are those of netspec summary --flat.
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var specPath: String

    @Argument(help: ArgumentHelp("The path of a layer, or of a use of a module.", valueName: "path"))
    var path: String

    @OptionGroup var spec: SpecOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func run() throws {
        try reporting {
            let explanation = try ShapeExplanation(compiled(specPath, spec), path: path)
            switch format {
            case .text: try Terminal.write(ShapeExplanationText(explanation, width: Terminal.width).render())
            case .json: try Terminal.write(try json(ShapeExplanationJSON(explanation)))
            }
        }
    }
}
