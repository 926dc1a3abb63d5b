import ArgumentParser
import SpecCompiler
import SpecSyntax

struct Expand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expand",
        abstract: "Prints a spec as one file that stands alone: what it extends, its libraries and --set written in.",
        discussion: """
            Example: netspec expand Specs/googlenet-cifar10.yaml --set train.batch=64 --origins

            Of two values for one place the later stands: module default, base, spec, --set.
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"))
    var path: String

    @OptionGroup var spec: SpecOptions

    @Flag(help: "Say behind each value where it was written: in the spec, its base, a library or --set.")
    var origins = false

    @Option(help: "How to write the result: text, which is YAML, or json, which has the origins too.")
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
