import ArgumentParser
import Datasets
import Glibc
import Netspec
import Serving
import SpecCompiler

struct Serve: ParsableCommand {
    private static let usual = ServingLimits()

    static let configuration = CommandConfiguration(
        command: "serve", takes: "<run>",
        "Shows a page on which pictures can be dropped, on this machine alone.",
        examples: ["netspec serve runs/photos", "netspec serve photos.safetensors --port 0"],
        more: """
            The page and what programs ask for are on 127.0.0.1: POST /predict takes a picture and gives what `predict \
            --format json` gives, GET /model tells of the network, GET /health whether it is there. Other machines, and \
            pages of other sites, are not answered. \(usual.connections) connections are served at a time, and pictures of up to \
            \(usual.pixels / 1_000_000) million pixels. Ctrl-C or SIGTERM ends it.
            """)

    @Argument(
        help: ArgumentHelp("The folder of a run, a packed file, or a spec with --weights.", valueName: "run"),
        completion: .networks)
    var path: String

    @Option(
        help: ArgumentHelp("Weights to take, in safetensors; a run's last checkpoint if left out.", valueName: "file"),
        completion: .file(extensions: ["safetensors"]), transform: givenPath)
    var weights: String?

    @Flag(help: "Of a run, take the weights of its best evaluation instead of its last ones.")
    var best = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Where to listen; 0 takes a port that is free, and tells which.", valueName: "port"))
    var port = 8420

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many MiB a picture's file may have.", valueName: "mebibytes"))
    var maxSize = 16

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many pictures may wait; more are told to come again.", valueName: "count"))
    var maxWaiting = 16

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How long a request may take to arrive.", valueName: "seconds"))
    var patience = 30

    @OptionGroup var spec: SpecOptions
    @OptionGroup var compute: ComputeOptions

    func validate() throws {
        if best, weights != nil { throw ValidationError("--best and --weights cannot be used together") }
        try check("--port", port, 0...65_535)
        try check("--max-size", maxSize, 1...1024)
        try check("--max-waiting", maxWaiting, 1...1024)
        try check("--patience", patience, 1...3600)
    }

    private func check(_ option: String, _ number: Int, _ range: ClosedRange<Int>) throws {
        guard range.contains(number) else {
            throw ValidationError("\(option) must be from \(range.lowerBound) to \(range.upperBound), found \(number)")
        }
    }

    func run() throws {
        let signals = EndingSignals()
        try reporting {
            let source = try WeightsSource(path, weights: weights, best: best)
            let experiment = try compiled(source, spec, saysWarnings: false)
            var compute = compute
            compute.noTune = true
            let network = try locatingBatch(of: experiment) {
                try TrainedNetwork(
                    experiment, source, backend: compute.makeBackend(for: experiment), batch: 1,
                    passes: compute.passes, loaderThreads: 1, changesPictures: spec.changesPictures)
            }
            if let remark = network.remark { Terminal.note(remark) }
            let server = try NetworkServer(
                ServedNetwork(network, weights: source.weights), port: port, limits: limits)
            try Terminal.writeUnlessClosed("serving \(network.name) on \(server.address)\n")
            Terminal.say("Ctrl-C ends it")
            signals.wait()
            server.stop()
        }
    }

    private var limits: ServingLimits {
        var limits = ServingLimits()
        (limits.bodyBytes, limits.waiting, limits.arrivalSeconds) = (maxSize << 20, maxWaiting, patience)
        return limits
    }
}

/// Ctrl-C and SIGTERM, which no longer end the process by themselves, but once they are waited for; a second one does.
private struct EndingSignals {
    private var set = sigset_t()

    /// To be made before there are other threads.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    func wait() {
        var (set, signal) = (set, Int32(0))
        sigwait(&set, &signal)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}
