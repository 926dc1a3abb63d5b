import Diagnostics
import Layers
import Recipes
import SpecSyntax
import Tensors

/// Checks of the data against what a spec says of its pictures and its training.
extension Spec {
    func checkData(_ collector: DiagnosticCollector) {
        guard let data else { return }
        if let fit = data.fit, checkFit(fit, data, collector) { return }
        if let input, let shape = try? data.pictureShape(), shape != input {
            let given = data.source.shape.flatMap { shape in sourceNote { "\($0) has pictures of \(shape)" } }
            let cut =
                shape == data.source.shape
                ? nil
                : written["data.augment"].map { augment in
                    Diagnostic.Note("`augment` makes them \(shape)", at: augment.span)
                }
            collector.report(
                Diagnostic(
                    .dataShape, "`input` must be the shape of the data's pictures, \(shape), found \(input)",
                    at: span(of: "input"),
                    help: remedy(
                        writingFlow: "{channels: \(shape[0]), height: \(shape[1]), width: \(shape[2])}", for: "input"),
                    notes: [given, cut].compactMap { $0 }))
        }
        if let classes, let found = data.source.classCount, classes != found {
            collector.report(
                Diagnostic(
                    .dataClasses,
                    "`classes` must be the \(found) classes of the data, found `\(classes)`",
                    at: span(of: "classes"), help: remedy(writingFlow: "\(found)", for: "classes"),
                    notes: [sourceNote { "\($0) has \(found) classes" }].compactMap { $0 }))
        }
    }

    /// Whether something is wrong with how pictures of any size become the input; it is reported.
    private func checkFit(_ fit: PictureFit, _ data: DataSettings, _ collector: DiagnosticCollector) -> Bool {
        guard fit.channels == 1 || fit.channels == 3 else {
            collector.report(
                Diagnostic(
                    .dataShape,
                    "`input` must have 1 channel, grey, or 3, colour, for such pictures, found \(fit.channels)",
                    at: span(of: "input"), help: "write `channels: 3`"))
            return true
        }
        if data.normalization.mean.count != fit.channels {
            collector.report(
                Diagnostic(
                    .wrongCount,
                    "`normalize` must have \(counted(fit.channels, "number")) for the channels of `input`, "
                        + "found \(data.normalization.mean.count)",
                    at: written["data.normalize"]?.span ?? span(of: "data"),
                    help: "give `mean` and `deviation` \(counted(fit.channels, "number")) each"))
            return true
        }
        if case .shorter(let length) = data.resize, length < min(fit.size.height, fit.size.width) {
            let side = min(fit.size.height, fit.size.width)
            let value = written["data.resize.shorter"]
            collector.report(
                Diagnostic(
                    .dataShape, "`shorter` must be at least the shorter side of `input`, \(side), found `\(length)`",
                    at: value?.span ?? span(of: "data"),
                    help: value?.remedy(writing: "\(side)") ?? "write `shorter: \(side)`"))
            return true
        }
        do throws(DataError) {
            _ = try data.pictureShape()
        } catch {
            collector.report(
                Diagnostic(
                    .impossibleShape, error.message, at: written["data.augment"]?.span ?? span(of: "data"),
                    help: error.help))
            return true
        }
        return false
    }

    /// Whether an epoch has a step, where it is known how many pictures there can be.
    func checkBatch(_ collector: DiagnosticCollector) {
        guard let training, let data, let pictures = data.mostTrainingPictures else { return }
        let heldOut = data.validation.map { _ in " that are not held out" } ?? ""
        let described = counted(pictures, "training picture") + heldOut
        guard let excess = training.excess(over: pictures, described: described) else { return }
        let place = ["train.\(excess.field)", "train.accumulate", "train"].lazy.compactMap { written[$0] }.first
        collector.report(
            Diagnostic(
                .batchBeyondData, excess.message, at: place?.span ?? networkSpan,
                help: excess.help,
                notes: [
                    sourceNote {
                        "\($0) has \(counted(data.source.mostTrainingPictures ?? pictures, "picture")) to learn from"
                    }
                ].compactMap { $0 }))
    }

    /// How to give a field of the top level another value.
    private func remedy(writingFlow value: String, for field: String) -> Remedy {
        Remedy(
            "write `\(field): \(value)`",
            edits: written[field].map { $0.remedy(writingFlow: value).edits } ?? [])
    }

    /// A note at the name of the data source.
    func sourceNote(_ text: (String) -> String) -> Diagnostic.Note? {
        guard let source = written["data.source"], let use = NamedUse(source) else { return nil }
        return Diagnostic.Note(text("`\(use.name)`"), at: use.nameSpan)
    }
}
