import ArgumentParser
import Diagnostics
import SpecCompiler
import SpecSyntax

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "explain", takes: "[<code>]",
        "Tells more of a diagnostic's code, with a wrong and a right example; lists all codes if none is given.",
        examples: ["netspec explain unknown-key"])

    @Argument(
        help: "What stands in brackets behind `error` or `warning`.",
        completion: .list(ExplanationCatalogue.explanations.map(\.code.rawValue)))
    var code: String?

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        guard let code, ExplanationCatalogue[code] == nil else { return }
        let meant = nearestName(to: code, among: ExplanationCatalogue.explanations.map(\.code.rawValue))
        throw ValidationError(
            "there is no code `\(printable(abbreviated(code)))`; "
                + (meant.map { "write `\($0)`" } ?? "`netspec explain` lists all of them"))
    }

    func run() throws {
        try reporting {
            let all = ExplanationCatalogue.explanations
            let chosen = code.flatMap { ExplanationCatalogue[$0] }
            let text = ExplanationText(width: Terminal.width)
            switch format {
            case .text: try Terminal.write(chosen.map(text.render) ?? text.list(all))
            case .json:
                try Terminal.write(
                    try chosen.map { try json(ExplanationJSON($0)) } ?? json(all.map { ExplanationJSON($0) }))
            }
        }
    }
}
