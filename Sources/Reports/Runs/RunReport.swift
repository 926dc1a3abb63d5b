import Datasets
import Diagnostics
import Files
package import Networks
import SpecCompiler
package import Training

/// What a run trains, which does not change while it goes on: its spec, read once.
package struct RunSubject: Sendable {
    package let name: String
    package let listing: SpecListing
    /// Nil where the spec is no longer right, as one of another version of netspec may be; as what follows.
    package let modules: ModuleTree?
    package let network: Network?

    /// - Throws: `FileError` when the run's spec cannot be read.
    package init(_ run: RunFolder) throws {
        let text = try Files.text(ofFile: run.specPath, takesStreams: false)
        let compilation = SpecCompiler.compile(text: text, named: run.specPath)
        let file = compilation.stages.file ?? SourceFile(path: run.specPath, text: text)
        listing = SpecListing(file, ReferencesByLine(compilation, in: file))
        network = compilation.experiment?.network
        modules = compilation.experiment.map { ModuleTree($0, in: file) }
        name = network?.name ?? "run"
    }
}

/// All that is known of a run, ready to be written in any format.
package struct RunReport: Sendable {
    /// The folder, as the user wrote it.
    package let path: String
    package let subject: RunSubject
    package let state: RunState
    package let journal: RunJournal?
    package let history: RunHistory
    /// The last evaluation on each split that has one: the pictures that are held out, then those of the test.
    package let evaluations: [EvaluationRecord]
    /// What decides about the bits, by name: library, processor, threads.
    package let conditions: [(name: String, value: String)]
    package let filters: FirstFilters?
    /// What of its files could not be read and is passed over, a sentence each.
    package let doubts: [String]
    /// Steps made when the filters were kept.
    package let filterStep: Int?

    /// - Parameter history: of the run's metrics; read anew if nil.
    /// - Throws: `FileError` when the metrics cannot be read.
    package init(_ run: RunFolder, _ subject: RunSubject, history: RunHistory? = nil) throws {
        (path, self.subject) = (run.path, subject)
        let record = RunJournal.reading(of: run.journalPath)
        journal = record.journal
        state = RunState(run, journal)
        let metrics = try history == nil ? MetricsLog.reading(of: run.metricsPath) : nil
        self.history = history ?? RunHistory(metrics?.lines ?? [])
        doubts = [record.doubt, metrics?.doubt].compactMap { $0 }
        evaluations = [Dataset.Split.validation, .test].compactMap(run.evaluation)
        conditions = (run.conditions ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let checkpoint = try? run.lastCheckpoint()
        filters = checkpoint.flatMap { last in
            subject.network.flatMap { FirstFilters($0, weightsPath: last.weightsPath) }
        }
        filterStep = checkpoint?.step
    }

    /// Steps that there are to make; nil where that is not known.
    package var totalSteps: Int? {
        journal.map { $0.epochs * $0.stepsPerEpoch }.flatMap { $0 > 0 ? $0 : nil }
    }
}
