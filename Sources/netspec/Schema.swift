import ArgumentParser
import SpecCompiler

struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "schema", takes: "[<specs> ...]",
        "Writes the JSON Schema from which editors complete, explain and check specs.",
        examples: ["netspec schema net.yaml --output net.schema.json"],
        more: """
            An editor with a YAML language server reads it when a spec begins with the line \
            `# yaml-language-server: $schema=net.schema.json`, a path relative to the spec.
            """)

    @Argument(
        help: ArgumentHelp(
            "Specs and libraries whose modules it should know; the layers alone if left out.", valueName: "specs"),
        completion: .specs)
    var specs: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "File to write; standard output if left out. A schema in it is replaced.", valueName: "file"),
        completion: .file(extensions: ["json"]), transform: givenFile)
    var output: String?

    func run() throws {
        try reporting {
            let schema = try EditorSchema.make(for: specs)
            guard let output else { return try Terminal.write(schema.text()) }
            try schema.write(to: output)
            Terminal.say("wrote \(output); a spec beside it names it by its first line:")
            Terminal.say("# yaml-language-server: $schema=\(output.split(separator: "/").last ?? "")")
        }
    }
}
