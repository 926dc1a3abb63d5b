import Diagnostics

/// In which of its forms a network is wanted: for training or for testing, with the stages that some files have.
struct NetState: Sendable {
    var phase: String
    var level = 0
    var stages: Set<String> = []

    static let training = NetState(phase: "TRAIN")
    static let test = NetState(phase: "TEST")

    /// The same, with what a `NetState` message says.
    func merged(with message: CheckedMessage?) -> NetState {
        guard let message else { return self }
        return NetState(
            phase: message.word("phase")?.value ?? phase, level: message.integer("level")?.value ?? level,
            stages: stages.union(message.texts("stage").map(\.value)))
    }

    /// Whether a layer is part of the network in this state: where it has `include`, one of these must be met, and none of
    /// its `exclude` may be. Source: `Net::FilterNet`.
    func includes(_ layer: CaffeLayer) -> Bool {
        let (included, excluded) = (layer.message.messages("include"), layer.message.messages("exclude"))
        return included.isEmpty ? !excluded.contains { meets($0.value) } : included.contains { meets($0.value) }
    }

    private func meets(_ rule: CheckedMessage) -> Bool {
        if let wanted = rule.word("phase"), wanted.value != phase { return false }
        if let least = rule.integer("min_level"), level < least.value { return false }
        if let most = rule.integer("max_level"), level > most.value { return false }
        return rule.texts("stage").allSatisfy { stages.contains($0.value) }
            && rule.texts("not_stage").allSatisfy { !stages.contains($0.value) }
    }
}

/// Reports layers that say both when they are part of the network and when they are not.
func checkRules(of layers: [CaffeLayer], into collector: DiagnosticCollector) {
    for layer in layers {
        guard layer.message.place(of: "include") != nil, let place = layer.message.place(of: "exclude") else {
            continue
        }
        collector.report(
            Diagnostic(
                .contradiction,
                "a layer must have `include` or `exclude`, and `\(abbreviated(layer.name.value))` has both",
                at: place, help: "leave out one of the two"))
    }
}
