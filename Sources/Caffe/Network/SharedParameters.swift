import Diagnostics
import SpecSyntax

/// The parameters that layers call by names of their own, `param { name: "w" }`: those of one name are one parameter.
///
/// A multiplier that is given wherever the parameter is used must be the same; where it is left out, what another gives counts.
/// Source: Caffe's `Net::AppendParam`.
struct SharedParameters: Sendable {
    /// Where a parameter of a name stands first, and what is said of it so far.
    struct Parameter: Sendable {
        let layer: String
        /// `weight`, `bias`, …
        let parameter: String
        let place: SourceSpan
        var rate: Located<Double>?
        var decay: Located<Double>?
    }

    private(set) var byName: [String: Parameter] = [:]

    /// Takes up another use of a name; what is wrong with it, or nil.
    mutating func add(_ parameter: String, _ blob: BlobRule, as name: Located<String>, of layer: String) -> Diagnostic?
    {
        guard var known = byName[name.value] else {
            byName[name.value] = Parameter(
                layer: layer, parameter: parameter, place: name.span, rate: blob.rate, decay: blob.decay)
            return nil
        }
        let first = Diagnostic.Note("the first to call a parameter so is here", at: known.place)
        let title = "`\(abbreviated(name.value))`"
        guard known.parameter == parameter else {
            return Diagnostic(
                .caffeUnsupported,
                "parameters of one name must be alike, and \(title) is the \(known.parameter) of "
                    + "`\(abbreviated(known.layer))` and the \(parameter) of `\(abbreviated(layer))`",
                at: name.span, help: "give one of the two another name", notes: [first])
        }
        for (field, own, other) in [("lr_mult", blob.rate, known.rate), ("decay_mult", blob.decay, known.decay)] {
            guard let own, let other, own.value != other.value else { continue }
            return Diagnostic(
                .contradiction,
                "the `\(field)` of \(title) must be the same wherever it stands, found `\(shortest(own.value))` and "
                    + "`\(shortest(other.value))`", at: own.span, help: "write it once",
                notes: [.init("the other is here", at: other.span)])
        }
        known.rate = known.rate ?? blob.rate
        known.decay = known.decay ?? blob.decay
        byName[name.value] = known
        return nil
    }
}

extension NetDraft {
    /// The same with shared parameters settled: the first step that has one owns it, in the order in which steps are written,
    /// begins as Caffe's first layer says, and learns as all of them say together; the others name the owner.
    ///
    /// - Parameter order: the steps that are written.
    func settlingShares(_ shares: SharedParameters, order: [Int]) -> NetDraft {
        var draft = self
        var owners: [String: Int] = [:]
        for step in order {
            for share in steps[step].shares {
                guard let owner = owners[share.name] else {
                    owners[share.name] = step
                    draft.own(share, at: step, shares.byName[share.name], beginning: beginning(of: share))
                    continue
                }
                draft.steps[step].fields.removeAll { $0.key == "\(share.parameter)-init" }
                draft.steps[step].ties.append(Tie(parameter: share.parameter, owner: owner))
            }
        }
        return draft
    }

    /// How the parameter begins, by the first layer of the file that has it.
    private func beginning(of share: Share) -> SyntaxNode.Entry? {
        let first = steps.first { $0.shares.contains { $0.name == share.name } }
        return first?.fields.first { $0.key == "\(share.parameter)-init" }
    }

    private mutating func own(
        _ share: Share, at step: Int, _ known: SharedParameters.Parameter?, beginning: SyntaxNode.Entry?
    ) {
        if let beginning, let place = steps[step].fields.firstIndex(where: { $0.key == beginning.key }) {
            steps[step].fields[place] = beginning
        }
        guard let known, let place = steps[step].rules.lastIndex(where: { $0.parameter == share.parameter }) else {
            return
        }
        let rule = steps[step].rules[place]
        steps[step].rules[place] = ParameterRule(
            parameter: rule.parameter, rate: known.rate?.value ?? 1, decay: known.decay?.value ?? 1,
            span: (known.rate ?? known.decay)?.span ?? rule.span)
    }
}

extension NetDraft.Step {
    /// What the layer learns or keeps, by the names of parameters in checkpoints.
    var parameters: [String] {
        func has(_ field: String) -> Bool { !fields.contains { $0.key == field && $0.value.scalar?.text == "false" } }
        switch kind {
        case "convolution", "transposed-convolution", "linear": return has("bias") ? ["weight", "bias"] : ["weight"]
        case "batch-norm":
            return (has("scale") ? ["scale"] : []) + (has("shift") ? ["shift"] : []) + ["mean", "variance"]
        case "scale":
            let hasShift = fields.contains { $0.key == "shift" && $0.value.scalar?.text == "true" }
            return (has("scale") ? ["scale"] : []) + (hasShift ? ["shift"] : [])
        default: return []
        }
    }

    /// `weights-from`, as the step says it; nil where all parameters are its own.
    ///
    /// - Parameter name: what another step is called where this one stands.
    func sharedWeights(naming name: (Int) -> String) -> SyntaxNode.Entry? {
        guard let first = ties.first else { return nil }
        let isWhole = ties.allSatisfy { $0.owner == first.owner } && Set(ties.map(\.parameter)) == Set(parameters)
        let value: SyntaxNode =
            isWhole
            ? .name(name(first.owner), at: span)
            : SyntaxNode(
                .mapping(
                    ties.map { .init(key: $0.parameter, keySpan: span, value: .name(name($0.owner), at: span)) }),
                at: span)
        return .init(key: SharedWeights.field, keySpan: span, value: value)
    }
}
