import ArgumentParser
import Datasets
import Diagnostics
import Files
import Networks
import Pixels
import Recipes
import Reports
import SpecCompiler
import SpecSyntax
import Tensors

struct DataMake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Writes a spec to begin with, for a folder of pictures.",
        usage: "netspec data make <folder> [<options>]",
        discussion: """
            Examples:
              netspec data make photos
              netspec data make photos --output nets/photos.yaml
              netspec data make photos --network resnet18-cifar10.yaml

            It reads every picture, and chooses by their sizes, classes, counts and colours; comments in the spec tell the reasons. \
            With --network the network is that of another spec, and what it takes pictures for are the folder's classes.
            """)

    @Argument(
        help: ArgumentHelp("A folder with one sub-folder for each class.", valueName: "folder"), completion: .directory)
    var folder: String

    @Option(
        help: ArgumentHelp(
            "The spec; the folder's name with .yaml if left out. It must not be there.", valueName: "file"),
        completion: .specs, transform: givenFile)
    var output: String?

    @Option(
        help: ArgumentHelp("A spec whose network to take, in place of a small one.", valueName: "spec"),
        completion: .specs, transform: givenPath)
    var network: String?

    @Option(
        help: ArgumentHelp(
            "A list in the folder that names the pictures, as `data split` writes it.", valueName: "file"),
        transform: givenPath)
    var list: String?

    @OptionGroup var options: SurveyOptions

    func run() throws {
        try reporting {
            let name = name
            let path = output ?? argumentPath("\(name).yaml")
            // Before the time that reading takes.
            if exists(path) { throw NewFile.taken(path) }
            let base = try base(for: path)
            let (dataset, survey) = try options.folder(folder, list: list, channels: base?.channels ?? 3)
            let facts = try StarterFacts(
                survey, name: name, folder: folder, path: try relative(folder, to: path), list: list,
                channels: base?.channels)
            let text = try StarterSpec(facts, base: base).text
            // The network of another spec may end in other scores.
            try NewFile.write(text, to: path) { try compiled(path).requireClasses(dataset.classes, of: folder) }
            let unreadable = survey.splits.reduce(0) { $0 + $1.unreadable.count }
            if unreadable > 0 {
                Terminal.note(
                    "\(counted(unreadable, "picture")) cannot be used, and \(unreadable == 1 ? "is" : "are") left out; "
                        + "`netspec data check` tells which")
            }
            let twice = survey.likenesses.duplicates.count
            if twice > 0 {
                Terminal.note(
                    "\(counted(twice, "picture")) \(twice == 1 ? "is" : "are") the same as an earlier one; `netspec data split` keeps such in one split"
                )
            }
            try Terminal.write(printable("wrote \(path)") + "\n")
            options.messages.say("next: netspec train \(shellWord(argumentPath(path)))")
        }
    }

    /// Of the folder, in letters that need no quotes anywhere.
    private var name: String {
        let last = folder.split(separator: "/").last { $0 != "." && $0 != ".." }.map(String.init) ?? "pictures"
        let plain = String(last.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_.".contains($0) ? $0 : "-" })
        return plain.contains { $0.isLetter } ? plain : "pictures"
    }

    private func base(for path: String) throws -> StarterSpec.Base? {
        guard let network else { return nil }
        let experiment = try compiled(network)
        let shape = experiment.network.inputShape
        return StarterSpec.Base(
            path: try relative(network, to: path), size: PictureSize(height: shape[1], width: shape[2]),
            channels: shape[0], hasAssertions: experiment.parts.tree["assert"] != nil)
    }

    private func compiled(_ path: String) throws -> Experiment {
        let result = try SpecCompiler.compile(path, assertions: .none)
        guard let experiment = result.experiment else { throw DiagnosticsError(result.diagnostics) }
        return experiment
    }

    /// The path of something, as the spec at `path` names it.
    private func relative(_ target: String, to path: String) throws -> String {
        try relativePath(of: target, from: Files.folder(of: path))
    }
}
