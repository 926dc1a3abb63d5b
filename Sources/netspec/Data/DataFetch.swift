import ArgumentParser
import Datasets
import Fetching
import Recipes

struct DataFetch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetches a data set, so that specs which name it find it.",
        usage: "netspec data fetch <set> [<options>]",
        discussion: """
            Examples:
              netspec data fetch cifar10
              netspec data fetch mnist --data sets

            The sets are \(FetchCatalogue.sets.map(\.name).joined(separator: ", ")). A set that is there and whole is not fetched \
            again. What comes is held to its length and its SHA-256, and put in place when all of it is there; an interrupted \
            fetch is gone on with by the same command. A file of the set that lies in the folder already is taken.

            Without --data and NETSPEC_DATA the folder is netspec/data in XDG_DATA_HOME, or in ~/.local/share, where the other \
            commands look too. Proxies are those of https_proxy, http_proxy, all_proxy and no_proxy.
            """)

    @Argument(help: ArgumentHelp("Which set.", valueName: "set"))
    var set: SetName

    @Option(
        help: ArgumentHelp(
            "Folder of the data, which is made where it is missing; NETSPEC_DATA if left out.", valueName: "folder"),
        completion: .directory, transform: givenPath)
    var data: String?

    @Option(
        help: ArgumentHelp(
            "Fetch from a mirror: the address of what the files lie in, or of the one file.", valueName: "url"))
    var from: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Give up a connection on which nothing comes for so long; 30 if left out.", valueName: "seconds"))
    var timeout: Int?

    @OptionGroup var messages: MessageOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        if let timeout, !(1...3600).contains(timeout) {
            throw ValidationError("--timeout must be from 1 to 3600, found \(timeout)")
        }
        if let from, !["http://", "https://"].contains(where: from.lowercased().hasPrefix) {
            throw ValidationError("--from must begin with https:// or http://, found `\(from)`")
        }
    }

    func run() throws {
        StopRequest.endAtSignal()
        try reporting {
            guard let folder = DataFolder.pathToFetch(option: data) else {
                throw DataError(
                    "there is no home folder to fetch data sets to", help: "give a folder with `--data DIR`")
            }
            let fetched = from.map { set.set.mirrored(at: $0) } ?? set.set
            let progress = FetchProgress(isQuiet: messages.quiet)
            defer { progress.end() }
            let result = try SetFetch(
                fetched, into: folder, stallSeconds: timeout ?? 30, tell: progress.tell
            ).run()
            progress.end()
            switch format {
            case .json: try Terminal.write(try json(Report(set, result)))
            case .text: try Terminal.write(text(result))
            }
        }
    }

    private func text(_ result: SetFetch.Result) -> String {
        "\(set.set.name): \(result.wasThere ? "is there already, in" : "fetched to") \(result.folder)\n"
            + "in specs: data: {source: \(set.set.source)}\n"
    }

    private struct Report: Encodable {
        let set: String
        let folder: String
        /// Whether it was not there before.
        let fetched: Bool

        init(_ set: SetName, _ result: SetFetch.Result) {
            (self.set, folder, fetched) = (set.set.name, result.folder, !result.wasThere)
        }
    }
}

/// A set that can be fetched, as a user names it.
struct SetName: ExpressibleByArgument {
    let set: FetchableSet

    init?(argument: String) {
        guard let set = FetchCatalogue.sets.first(where: { $0.name == argument }) else { return nil }
        self.set = set
    }

    static var allValueStrings: [String] { FetchCatalogue.sets.map(\.name) }
}
