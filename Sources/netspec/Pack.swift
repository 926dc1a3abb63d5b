import ArgumentParser
import Diagnostics
import Netspec
import Networks
import SpecCompiler
import Tensors
import Training

struct Pack: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "pack", takes: "<run>",
        "Writes a trained network as one file, with all that is needed to use it.",
        examples: [
            "netspec pack runs/photos", "netspec pack runs/photos --best -o best.safetensors",
            "netspec pack net.yaml --weights w.safetensors",
        ],
        more: """
            The file holds the weights, the resolved spec, the names of the classes, what is done to pictures, how the run \
            computed, and where all this is from. `predict`, `eval`, `serve` and the library take it in the place of a run, with the \
            same results. It is a safetensors file, so that other programs read the weights. The spec in it says where \
            the run's pictures lie, as the run's own does.
            """)

    @Argument(
        help: ArgumentHelp("The folder of a run, or a spec with --weights.", valueName: "run"), completion: .networks)
    var path: String

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            "The file to write; named as the network, in this folder, if left out.", valueName: "file"),
        completion: .file(extensions: ["safetensors"]), transform: givenFile)
    var output: String?

    @Option(
        help: ArgumentHelp("Weights to take, in safetensors; a run's last checkpoint if left out.", valueName: "file"),
        completion: .file(extensions: ["safetensors"]), transform: givenPath)
    var weights: String?

    @Flag(help: "Of a run, take the weights of its best evaluation instead of its last ones.")
    var best = false

    @Option(
        help: ArgumentHelp(
            "As what learned numbers are stored: float32, bit by bit, or bfloat16, in half the bytes with 8 bits of each number.",
            valueName: "precision"))
    var precision: Precision = .float32

    @Flag(help: "Replace a packed file that is there.")
    var force = false

    @OptionGroup var spec: SpecOptions

    func validate() throws {
        if best, weights != nil { throw ValidationError("--best and --weights cannot be used together") }
    }

    func run() throws {
        try reporting {
            let source = try WeightsSource(path, weights: weights, best: best)
            let experiment = try compiled(source, spec, saysWarnings: false)
            let target = output ?? argumentPath(RunFolder.safeName(experiment.network.name) + ".safetensors")
            let byteCount = try PackedFile.write(
                source, of: experiment, to: target, precision: precision, version: Netspec.version, replaces: force)
            try Terminal.write(
                "wrote \(printable(target)), \(byteCount) bytes, with the weights of \(printable(source.weights))\n")
        }
    }
}
