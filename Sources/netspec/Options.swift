import ArgumentParser
import Diagnostics
import Netspec
import Planning
import SpecCompiler
import Tensors
import Training

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// A spec and the changes to it.
struct SpecOptions: ParsableArguments {
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "Change a value of the spec, for example train.batch=32; may be repeated.", valueName: "path=value"))
    var overrides: [String] = []

    @Flag(help: "Take warnings for errors.")
    var strict = false

    /// Whether the changes are meant to show a network other pictures than its weights were trained on.
    var changesPictures: Bool { SpecCompiler.changePictures(overrides) }
}

/// What running a network on data needs of the machine.
struct MachineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Folder of the data, or a parent of it; NETSPEC_DATA if left out.", valueName: "folder"),
        completion: .directory, transform: givenPath)
    var data: String?

    @OptionGroup var compute: ComputeOptions
}

/// What computes, and on how many threads.
struct ComputeOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Threads to compute with; all processors if left out.", valueName: "count"))
    var threads: Int?

    @Option(help: ArgumentHelp("What computes; the reference is slow and simple.", valueName: "name"))
    var backend: BackendName = .onednn

    @Option(
        help: ArgumentHelp(
            "What to compute with; `precision` of `train` in the spec, or float32, if left out.", valueName: "precision"
        ))
    var precision: Precision?

    @Option(
        name: .customLong("without-pass"), parsing: .singleValue,
        help: ArgumentHelp(
            "Leave out a rewrite of the plan, to find out what it does; may be repeated.", valueName: "name"))
    var withoutPasses: [PassName] = []

    @Flag(
        help: """
            Take the algorithms for convolutions that are usually fastest, instead of trying them on this machine once and \
            remembering the results in the user's cache folder.
            """)
    var noTune = false

    /// The rewrites that plans go through.
    var passes: [PlanPass] { PlanPass.all(without: Set(withoutPasses.map(\.rawValue))) }

    func validate() throws {
        if backend == .reference, precision == .bfloat16 {
            throw ValidationError("--backend reference computes in float32 only")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be from 1 to 1024, found \(threads)")
        }
    }
}

/// The backends that a user can choose.
enum BackendName: String, ExpressibleByArgument, CaseIterable {
    case onednn, reference
}

extension Precision: ExpressibleByArgument {}

/// A rewrite of plans, as a user names it.
struct PassName: ExpressibleByArgument {
    let rawValue: String

    init?(argument: String) {
        guard Self.allValueStrings.contains(argument) else { return nil }
        rawValue = argument
    }

    static var allValueStrings: [String] { PlanPass.all.map(\.name) }
}

/// What is told of work while it goes on.
struct MessageOptions: ParsableArguments {
    @Flag(help: "Tell only results, what is wrong, and notes of what should be looked into.")
    var quiet = false

    /// Whom a training or an evaluation tells how it goes on.
    var progress: any TrainingObserver { quiet ? QuietProgress(.standardError) : standardProgress() }

    /// Says what is neither a result nor wrong.
    func say(_ text: String) {
        if !quiet { Terminal.say(printable(text)) }
    }
}
