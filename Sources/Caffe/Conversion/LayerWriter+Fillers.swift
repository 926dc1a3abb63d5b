import SpecSyntax

extension LayerWriter {
    /// Adds whether there is a bias, and how weights and biases begin; false, with the reason reported, where Caffe has no such
    /// filler.
    func addWeights(to message: inout PrototxtMessage) -> Bool {
        let hasBias = flag("bias") ?? true
        if !hasBias { message.add("bias_term", "false") }
        let weight = add("weight", as: "weight_filler", to: &message)
        return (!hasBias || add("bias", as: "bias_filler", to: &message)) && weight
    }

    /// Adds how a parameter begins, where that is to be said.
    func add(_ parameter: String, as field: String, to message: inout PrototxtMessage) -> Bool {
        guard let filler = layer.fillers[parameter] else { return true }
        if case .other(let name) = filler {
            refuse("it has no filler like `\(name)`", field: "\(parameter)-init")
            return false
        }
        message.add(field, PrototxtMessage(filler))
        return true
    }
}

extension PrototxtMessage {
    fileprivate init(_ filler: FlatNet.Filler) {
        self.init()
        func number(_ value: Float) -> String { shortest(Double("\(value)") ?? Double(value)) }
        switch filler {
        case .constant(let value):
            add("type", quoted: "constant")
            add("value", number(value))
        case .uniform(let low, let high):
            add("type", quoted: "uniform")
            add("min", number(low))
            add("max", number(high))
        case .gaussian(let mean, let deviation):
            add("type", quoted: "gaussian")
            if mean != 0 { add("mean", number(mean)) }
            add("std", number(deviation))
        case .xavier(let fan), .he(let fan):
            if case .he = filler { add("type", quoted: "msra") } else { add("type", quoted: "xavier") }
            switch fan {
            case .input: break
            case .output: add("variance_norm", "FAN_OUT")
            case .average: add("variance_norm", "AVERAGE")
            }
        case .bilinear: add("type", quoted: "bilinear")
        case .positiveUnitBall: add("type", quoted: "positive_unitball")
        case .other(let name): add("type", quoted: name)
        }
    }
}
