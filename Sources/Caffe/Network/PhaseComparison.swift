import Diagnostics

extension NetReading {
    /// Warns of layers that only the trained or only the tested network has: specs have one network. Data, losses and reports
    /// may differ, and so may layers of one name and type that are written once for each phase.
    static func compare(_ trained: [CaffeLayer], with tested: [CaffeLayer], into collector: DiagnosticCollector) {
        func others(_ left: [CaffeLayer], _ right: [CaffeLayer]) -> [CaffeLayer] {
            let known = Set(right.map { "\($0.type.value)\u{0}\($0.name.value)" })
            return left.filter { layer in
                let rule = LayerRuleCatalogue.rule(named: layer.type.value)
                let isReport =
                    rule?.readsLabels == true || layer.type.value == "Softmax" || layer.type.value == "Dropout"
                return !isReport && !known.contains("\(layer.type.value)\u{0}\(layer.name.value)")
            }
        }
        guard !tested.isEmpty else { return }
        for (layers, phase, help) in [
            (others(tested, trained), "TEST", "remove the layer, or its `include` and `exclude`"),
            (
                others(trained, tested), "TRAIN",
                "remove `include` and `exclude` of the layer where testing needs it too"
            ),
        ] {
            for layer in layers {
                collector.report(
                    Diagnostic(
                        .caffeDifference,
                        "the network that is trained is also the one that is tested, and `\(abbreviated(layer.name.value))` is "
                            + "only in the `\(phase)` one" + (phase == "TEST" ? ": it is left out" : ""),
                        at: layer.name.span, help: help, severity: .warning))
            }
        }
    }
}
