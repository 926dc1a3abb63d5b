import ArgumentParser
import Datasets
import Recipes
import Reports
import SpecCompiler

struct DataCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads every picture of a spec's data, and tells what is there and what is wrong.",
        usage: "netspec data check <spec> [<options>]",
        discussion: """
            Examples:
              netspec data check Specs/quickstart.yaml
              netspec data check nets/mine.yaml --format json

            Of each split it tells how many pictures there are of each class, their sizes, the mean and the deviation of \
            their colours, labels that name no class, and pictures that cannot be used. Then which pictures are the same as \
            earlier ones pixel by pixel, and which look so: their difference hashes differ by at most 3 of 64 bits, their \
            thumbnails by less than 4 of 255. Of a folder of pictures it tells too which classes are empty, and which folders, links and \
            lines of lists are wrong. The exit code is 1 where a picture cannot be used, a label names no class, or a class, a folder \
            or a list is wrong.
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var path: String

    @OptionGroup var spec: SpecOptions

    @Option(
        help: ArgumentHelp(
            "Folder of the data, or a parent of it; NETSPEC_DATA if left out.",
            valueName: "folder"),
        completion: .directory, transform: givenPath)
    var data: String?

    @OptionGroup var options: SurveyOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func run() throws {
        try reporting {
            let experiment = try compiled(path, spec)
            let settings = try experiment.requireData()
            let dataset = try openedData(of: experiment, option: data, isSurvey: true)
            let survey = try options.survey(of: dataset, channels: settings.source.channels)
            switch format {
            case .json: try Terminal.write(try json(DataSurveyJSON(survey)))
            case .text: try Terminal.write(DataSurveyText(survey).render())
            }
            try experiment.requireClasses(dataset.classes, of: dataset.name)
            if !survey.isSound { throw ExitCode(1) }
        }
    }
}
