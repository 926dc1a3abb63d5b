import ArgumentParser
import Caffe
import Diagnostics
import Networks
import Reports
import SpecCompiler
import SpecSyntax
import Tensors

struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "convert", takes: "<spec>",
        "Writes a network in another notation: Caffe's as YAML, or any as Caffe's.",
        examples: [
            "netspec convert solver.prototxt --to yaml > net.yaml",
            "netspec convert net.yaml --to prototxt",
        ],
        more: """
            To YAML: what stands several times becomes a module, and a solver's training comes with the network. To \
            prototxt: the network alone, in today's form, with the `rules` of its training as the layers' multipliers.
            """)

    @Argument(help: ArgumentHelp("The spec, in YAML or as Caffe's.", valueName: "spec"), completion: .specs)
    var path: String

    @Option(help: "What to write.")
    var to: Target

    @OptionGroup var spec: SpecOptions

    enum Target: String, ExpressibleByArgument, CaseIterable {
        case yaml, prototxt
    }

    func validate() throws {
        if to == .yaml, !spec.overrides.isEmpty {
            throw ValidationError("--set and --to yaml cannot be used together; give --set to what reads the result")
        }
    }

    func run() throws {
        try reporting {
            let experiment = try compiled(path, spec)
            switch to {
            case .prototxt:
                try write { PrototxtConversion.text(of: experiment, into: $0) }
            case .yaml:
                guard [".prototxt", ".pbtxt"].contains(where: path.hasSuffix) else { throw UsedNotation(path: path) }
                try write { yaml(experiment, into: $0) }
            }
        }
    }

    /// Writes a text, and says what it leaves out.
    ///
    /// - Throws: `DiagnosticsError` where there is none.
    private func write(_ text: (DiagnosticCollector) -> String?) throws {
        let collector = DiagnosticCollector(isStrict: spec.strict)
        guard let text = text(collector), !collector.hasErrors else { throw DiagnosticsError(collector.diagnostics) }
        if !collector.diagnostics.isEmpty {
            Terminal.say(Terminal.diagnosticText.render(collector.diagnostics))
        }
        try Terminal.write(text)
    }

    private func yaml(_ experiment: Experiment, into collector: DiagnosticCollector) -> String? {
        let network = experiment.network
        let values = network.valuesByPath
        let standard = StandardFields()
        return YAMLConversion.text(
            of: experiment.file, from: .disk, into: collector, reserved: StandardFields.layerNames,
            isStandard: { standard.contain($1, of: $0) },
            channels: { path in
                guard let path else { return network.inputShape[0] }
                return values[path].map { network.shape(of: $0)[0] }
            })
    }
}

/// A spec that is in the notation already in which it is wanted.
private struct UsedNotation: UserMistake {
    let path: String

    var description: String { "what is written as YAML must be a `.prototxt` file, and `\(path)` is YAML already" }
    var help: String? { "use `netspec expand` for one file that stands alone" }
}
