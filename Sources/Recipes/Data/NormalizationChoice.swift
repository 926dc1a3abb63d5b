import Diagnostics
import SpecSyntax

/// What `normalize` says.
package enum NormalizationChoice: Sendable {
    case none
    /// Of ImageNet's pictures.
    case imageNet
    case constants(Normalization)

    func constants(channels: Int) -> Normalization {
        switch self {
        case .none: .none(channels: channels)
        case .imageNet: .imageNet(channels: channels)
        case .constants(let constants): constants
        }
    }
}

extension FieldFormat where Value == NormalizationChoice {
    /// `none`, `imagenet`, or `{mean: […], deviation: […]}` with a number for each channel.
    static var normalization: FieldFormat {
        FieldFormat(
            "`none`, `imagenet` or `{mean: […], deviation: […]}`", placeholder: .none,
            schema: .either([.words(["none", "imagenet"]), .fields(FieldReader.declarations(of: constants))])
        ) { node, context in
            if node.scalar?.text == "none" { return .value(.none) }
            if node.scalar?.text == "imagenet" { return .value(.imageNet) }
            guard let entries = node.mapping else { return .unfit }
            let fields = FieldReader(entries, of: "normalize", at: node.span, context: context)
            let (mean, deviation) = constants(fields)
            fields.finish()
            guard !fields.failed else { return .reported }
            guard mean.count == deviation.count else {
                fields.report(
                    Diagnostic(
                        .wrongCount,
                        "`deviation` must have as many numbers as `mean`, \(mean.count), found \(deviation.count)",
                        at: fields.span(of: "deviation"), help: "give both a number for each channel"))
                return .reported
            }
            guard fits(mean, 0...1, "mean", fields), fits(deviation, 0...mostDeviation, "deviation", fields) else {
                return .reported
            }
            return .value(
                .constants(Normalization(mean: mean.map { Float($0) }, deviation: deviation.map { Float($0) })))
        }
    }

    /// A little above 1: Caffe's scale of 1/256 divides by 256/255.
    private static var mostDeviation: Double { 256.0 / 255 + 1e-9 }

    /// Less would be no deviation of bytes, and nothing as float32 at last.
    private static var leastDeviation: Double { 1e-6 }

    /// Whether numbers can be of pixels from 0 to 1; otherwise it is reported.
    private static func fits(_ numbers: [Double], _ range: ClosedRange<Double>, _ name: String, _ fields: FieldReader)
        -> Bool
    {
        guard let wrong = numbers.first(where: { !range.contains($0) }) else { return true }
        let divided = numbers.map { shortest(($0 / 255 * 10_000).rounded() / 10_000) }.joined(separator: ", ")
        let areBytes = numbers.allSatisfy { (0...255).contains($0) }
        fields.report(
            Diagnostic(
                .normalization,
                "`\(name)` must be of pixels from 0 to 1, found \(shortest(wrong))", at: fields.span(of: name),
                help: areBytes
                    ? "if it is of pixels from 0 to 255, divide it by 255: `\(name): [\(divided)]`"
                    : "give each channel's \(name) over pixels where black is 0 and full is 1"))
        return false
    }

    private static func constants(_ fields: FieldReader) -> (mean: [Double], deviation: [Double]) {
        (
            fields.required("mean", .list(of: .number), help: "a number for each channel, black is 0, full is 1"),
            fields.required(
                "deviation", .list(of: .number(leastDeviation...)), help: "a number for each channel")
        )
    }
}
