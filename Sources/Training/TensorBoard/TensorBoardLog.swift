import Datasets
package import Execution
import Files
import Glibc
import Interchange
import Layers
package import Networks
package import Recipes
import Tensors

/// Writes what TensorBoard shows of a training into the run's folder: of each step loss, accuracy, rate and speed; of each
/// epoch how weights are distributed, and the gradients of its last batch; evaluations and their surest mistakes; the graph.
///
/// A run that goes on drops the events of the steps that it makes again. No training ends because they cannot be written.
package final class TensorBoardLog: TrainingObserver {
    private let run: RunFolder
    private let network: Network
    /// What is trained; known when training begins.
    package var parameters: ParameterStore?
    /// Who is told, once, that events cannot be written.
    private let tell: (String) -> Void
    private var hasTold = false
    /// Nil before training begins, and where it could not be opened or written.
    private var file: TensorBoardFile?
    /// Steps made.
    private var step = 0

    /// More pictures of mistakes are not shown.
    private static let mostPictures = 8

    package init(_ run: RunFolder, _ network: Network, tell: @escaping (String) -> Void) {
        (self.run, self.network, self.tell) = (run, network, tell)
    }

    package func began(_ course: TrainingCourse) {
        step = course.stepsMade
        trying {
            let folder = run.eventsPath
            if !isFolder(folder) { try makeFolders(folder) }
            let path = Self.path(in: run)
            let isNew = (length(ofFile: path) ?? 0) == 0
            file = try TensorBoardFile(path, time: Self.now)
            if isNew { try file?.append(TensorBoardEvent(time: Self.now, graph: graph)) }
        }
    }

    package func finished(_ step: StepReport) {
        self.step = step.step
        add([
            ("loss/train", .scalar(Float(step.loss))), ("top-1/train", .scalar(Float(step.top1))),
            ("training/rate", .scalar(Float(step.rate))),
            ("training/pictures a second", .scalar(Float(step.imagesPerSecond))),
            ("training/waited", .scalar(Float(step.waited))),
        ])
    }

    package func finishedEpoch(_ epoch: Int) {
        guard file != nil, let parameters else { return }
        add(
            parameters.entries.flatMap { entry -> [(name: String, value: TensorBoardEvent.Value)] in
                let weights = TensorBoardHistogram(parameters.values[entry.range])
                let isLearned = entry.range.upperBound <= parameters.learnedCount
                let slopes = isLearned ? TensorBoardHistogram(parameters.gradients[entry.range]) : nil
                return [
                    weights.map { ("\(entry.name)", .histogram($0)) },
                    slopes.map { ("gradients/\(entry.name)", .histogram($0)) },
                ].compactMap { $0 }
            })
    }

    package func finished(_ evaluation: Evaluation, epoch: Int) {
        let split = evaluation.split.rawValue
        add([
            ("loss/\(split)", .scalar(Float(evaluation.loss))), ("top-1/\(split)", .scalar(Float(evaluation.top1))),
            ("calibration error/\(split)", .scalar(Float(evaluation.calibrationError))),
        ])
        guard let record = run.evaluation(on: evaluation.split), record.step == step else { return }
        add(
            record.pictures.prefix(Self.mostPictures).enumerated().compactMap { index, picture in
                Self.picture(Array(picture)).map { ("surest mistakes, \(split)/\(index + 1)", $0) }
            })
    }

    package func ended() { file = nil }

    /// Whether a run has events to go on with.
    package static func isKept(in run: RunFolder) -> Bool { exists(path(in: run)) }

    private static func path(in run: RunFolder) -> String { "\(run.eventsPath)/\(TensorBoardFile.name)" }

    /// Drops the events of the steps that a run makes again, where it has events.
    ///
    /// - Returns: what its user should know.
    static func cut(_ run: RunFolder, after step: Int) -> [String] {
        guard isKept(in: run) else { return [] }
        do {
            try TensorBoardFile.cut(path(in: run), after: step)
            return []
        } catch {
            return ["TensorBoard's events may show steps twice: \(error)"]
        }
    }

    private func add(_ values: [(name: String, value: TensorBoardEvent.Value)]) {
        guard let file, !values.isEmpty else { return }
        trying {
            try run.requirePlace()
            try file.append(TensorBoardEvent(time: Self.now, step: step, values: values))
        }
    }

    private func trying(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            if !hasTold { tell("TensorBoard's events are not kept any more: \(error)") }
            (hasTold, file) = (true, nil)
        }
    }

    private var graph: [TensorBoardNode] {
        func name(_ value: Value) -> String { value.node.map { network.nodes[$0].path } ?? "input" }
        return [
            TensorBoardNode(name: "input", kind: "input", inputs: [], outputShape: network.inputShape.lengths)
        ]
            + network.nodes.map { node in
                TensorBoardNode(
                    name: node.path, kind: node.kind.name, inputs: node.inputs.map(name),
                    outputShape: node.outputShape.lengths)
            }
    }

    /// Nil for what is no PNG file.
    private static func picture(_ bytes: [UInt8]) -> TensorBoardEvent.Value? {
        guard bytes.count > 26 else { return nil }
        func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        return .picture(bytes, width: number(16), height: number(20), isGrey: bytes[25] == 0)
    }

    private static var now: Double {
        var time = timeval()
        gettimeofday(&time, nil)
        return Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
