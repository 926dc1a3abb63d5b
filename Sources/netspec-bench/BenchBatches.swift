import ArgumentParser
import Datasets
import Recipes
import SpecCompiler
import Tensors

/// How fast the pictures of a spec are read, decoded, changed and made into batches.
struct BenchBatches: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batches", abstract: "Times the batches of a spec's pictures, with nothing that computes.",
        discussion: """
            Batches are made as in training (`--split train`) or in evaluation, and thrown away. The first ones, of a twentieth of \
            all pictures, do not count. Every picture is looked at: the sum of the last batch is printed, so that another program's \
            can be held to it.

            Example: netspec-bench batches nets/photos.yaml --threads 2
            """)

    @Argument(help: "The spec.")
    var path: String

    @Option(help: "Folder of the data, or a parent of it.")
    var data: String?

    @Option(help: "train or eval.")
    var phase = "train"

    @Option(help: "Threads that make batches.")
    var threads = 1

    @Option(help: "Pictures in a batch.")
    var batch = 32

    @Option(help: "Pictures that are made in all; one epoch if left out.")
    var count: Int?

    func run() throws {
        guard let settings = try SpecCompiler.compile(path).experiment?.data else {
            throw ValidationError("\(path) must be a spec without mistakes that has `data`")
        }
        let set = try settings.open(DataOpening(option: data))
        let isTraining = phase == "train"
        let loader = try BatchLoader(
            set, .train, settings: settings, plan: BatchPlan(isTraining ? .training : .evaluation, batchSize: batch),
            threads: threads)
        let wanted = count ?? set.train.count
        var (made, counted, sum) = (0, 0, 0.0)
        var start = ContinuousClock.now
        while made < wanted, let next = try loader.next() {
            made += next.count
            if made * 20 < wanted {
                start = .now
            } else {
                counted += next.count
            }
            sum =
                next.withPixels { pixels in pixels.reduce(0) { $0 + Double($1) } }
                / Double(next.count * next.pictureSize)
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print("{\"imagesPerSecond\": \(Double(counted) / seconds), \"pictures\": \(made), \"meanOfLast\": \(sum)}")
    }
}
