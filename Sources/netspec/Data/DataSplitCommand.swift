import ArgumentParser
import Datasets
import Diagnostics
import Files
import Recipes
import Reports

struct DataSplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Splits the pictures of a folder, by a list that specs can name.",
        usage: "netspec data split <folder> [<options>]",
        discussion: """
            Examples:
              netspec data split photos
              netspec data split photos --validation 0.2 --test 0

            Of each class the same shares are validated by and tested with. Pictures that are the same pixel by pixel are in one split. \
            Nothing is moved: a list is written, with a line for each picture, its class and its split, which the source `folder` \
            takes as `list`. The same pictures, shares and seed give the same list.
            """)

    @Argument(
        help: ArgumentHelp("A folder with one sub-folder for each class.", valueName: "folder"), completion: .directory)
    var folder: String

    @Option(parsing: .unconditional, help: ArgumentHelp("The share to validate by.", valueName: "share"))
    var validation = 0.1

    @Option(parsing: .unconditional, help: ArgumentHelp("The share to test with.", valueName: "share"))
    var test = 0.1

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Another number puts other pictures apart.", valueName: "number"))
    var seed = 0

    @Option(
        help: ArgumentHelp("The list; splits.csv in the folder if left out. It must not be there.", valueName: "file"),
        completion: .file(extensions: ["csv"]), transform: givenFile)
    var output: String?

    @OptionGroup var options: SurveyOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        for (name, share) in [("--validation", validation), ("--test", test)] where !(share >= 0 && share < 1) {
            throw ValidationError("\(name) must be at least 0 and less than 1, found \(share)")
        }
        guard validation + test < 1, validation + test > 0 else {
            throw ValidationError(
                "--validation and --test must leave something and take something, found \(validation) and \(test)")
        }
        if seed < 0 { throw ValidationError("--seed must be at least 0, found \(seed)") }
    }

    func run() throws {
        try reporting {
            let path = output ?? "\(folder)/splits.csv"
            let (dataset, survey) = try options.folder(folder)
            if let other = [Dataset.Split.validation, .test].first(where: { dataset[$0] != nil }) {
                throw DataError(
                    "`\(folder)` is split already: it has a folder for its \(other.rawValue) pictures",
                    help: "name the folder of the pictures to split, `\(folder)/train` perhaps")
            }
            for line in survey.faults { Terminal.note(line) }
            guard survey.splits.first?.classCounts.count(where: { $0 > 0 }) ?? 0 > 1 else {
                throw DataError(
                    "`\(folder)` must have pictures of at least two classes",
                    help: "put the pictures of each class into a folder of its own in `\(folder)`, named as the class")
            }
            let split = DataSplit(
                dataset, survey, shares: .init(validation: validation, test: test), seed: UInt64(seed))
            try NewFile.write(try list(dataset, split), to: path)
            for remark in split.remarks { Terminal.note(remark) }
            switch format {
            case .json: try Terminal.write(try json(Report(path, split)))
            case .text:
                try Terminal.write(
                    printable(
                        "wrote \(path): \(split.count(of: .train)) pictures to learn from, \(split.count(of: .validation)) to "
                            + "validate by, \(split.count(of: .test)) to test with") + "\n")
                let source = FolderSource(path: folder, list: try relativePath(of: path, from: folder))
                options.messages.say("in specs of this folder: data: {source: \(source.text)}")
            }
        }
    }

    private func list(_ dataset: Dataset, _ split: DataSplit) throws -> String {
        var list = PictureListText()
        for (number, place) in split.splits.enumerated() {
            guard let place, let path = dataset.train.name(of: number) else { continue }
            try list.add(path: path, class: dataset.classes[dataset.train.label(of: number)], split: place)
        }
        return list.text
    }

    private struct Report: Encodable {
        let list: String
        let train: Int
        let validation: Int
        let test: Int

        init(_ path: String, _ split: DataSplit) {
            list = path
            (train, validation, test) = (
                split.count(of: .train), split.count(of: .validation), split.count(of: .test)
            )
        }
    }
}

extension DataSplit {
    /// Of the pictures of a set that has no splits, by what a survey found.
    fileprivate init(_ dataset: Dataset, _ survey: DataSurvey, shares: Shares, seed: UInt64) {
        let unreadable = survey.splits.first?.unreadable.map(\.number) ?? []
        self.init(
            labels: (0..<dataset.train.count).map(dataset.train.label), classes: dataset.classes,
            same: survey.likenesses.duplicates.map { ($0.earlier.number, $0.later.number) },
            unreadable: Set(unreadable),
            shares: shares, seed: seed)
    }
}
