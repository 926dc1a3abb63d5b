import ArgumentParser
import SpecCompiler
import SpecSyntax

struct Expand: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "expand", takes: "<spec>",
        "Prints a spec as one file that stands alone: what it extends, its libraries and --set written in.",
        examples: ["netspec expand net.yaml --set train.batch=64 --origins"],
        more: """
            Of two values for one place the later stands: module default, base, spec, --set.
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var path: String

    @OptionGroup var spec: SpecOptions

    @Flag(help: "Say behind each value where it was written: in the spec, its base, a library or --set.")
    var origins = false

    @Option(help: "How to write the result; text is YAML, json has the origins too.")
    var format: OutputFormat = .text

    func run() throws {
        try reporting {
            let resolved = try compiled(path, spec).resolved
            switch format {
            case .json: try Terminal.write(ResolvedSpecJSON(resolved).text())
            case .text where origins:
                let text = CommentedYAML { resolved.origins.place(of: $0).description }
                try Terminal.write(text.text(resolved.treeWithDefaults))
            case .text: try Terminal.write(try resolved.text())
            }
        }
    }
}
