import Diagnostics
import Layers
import SpecModules
import SpecSyntax
import Tensors

/// Says why shapes do not fit: who made what arrives, how, and what would make it fit.
struct ShapeDiagnosis {
    let expanded: ExpandedNetwork
    /// The checked layers so far; nil for one with a mistake.
    let nodes: [Network.Node?]
    /// The network's input, and where the spec gives its shape.
    let input: (shape: Shape?, span: SourceSpan)

    /// What to say of a layer that cannot take the shapes that arrive.
    func diagnostic(_ error: ShapeError, in layer: ExpandedLayer, _ shapes: [Shape], _ fields: FieldReader)
        -> Diagnostic
    {
        var span = layer.kindSpan
        var help = error.help(naming: layer.nameOfInput)
        var notes = error.formula.map { [Diagnostic.Note($0, at: nil)] } ?? []
        for (number, source) in layer.sources.enumerated() {
            notes.append(origin(of: source, shapes[number], name: shapes.count > 1 ? layer.nameOfInput(number) : nil))
        }
        switch error.blame {
        case .field(let name): span = fields.span(of: name)
        case .input:
            if let remedy = [error.blame, error.alternative].lazy.compactMap({ remedy(for: $0, of: layer) }).first {
                help = remedy.help
                // It says again who gives what.
                notes.removeAll { remedy.note.message.hasPrefix($0.message) }
                notes.append(remedy.note)
            }
        case .lostPicture:
            if let loss = lostPicture(before: layer.sources[0]) {
                help = "put `\(layer.kind)` before `\(loss.kind)`"
                // It says more of the layer than what that gives.
                notes.removeAll { $0.span == loss.note.span }
                notes.append(loss.note)
            }
        case nil: break
        }
        return Diagnostic(
            .shape, "`\(layer.name)`: \(error.message(naming: layer.nameOfInput))", at: span, help: help,
            notes: notes + layer.trace)
    }

    /// Who gives a value, its shape, and how the length of an axis came about.
    ///
    /// - Parameter name: what the value is called where it arrives, if it is one of several.
    func origin(of source: LayerSource, _ shape: Shape, name: String? = nil, axis: String? = nil) -> Diagnostic.Note {
        guard case .layer(let index) = source else {
            return Diagnostic.Note("\(name.map { "\($0): " } ?? "")the network's input is \(shape)", at: input.span)
        }
        let layer = expanded.layers[index]
        let isNamedSo = name == "`\(layer.name)`" || name == "`\(layer.path)`"
        let prefix = isNamedSo ? "" : name.map { "\($0): " } ?? ""
        let rule = nodes[index].flatMap { node in axis.flatMap { formulas(of: node, axes: [$0]) } } ?? ""
        return Diagnostic.Note("\(prefix)`\(layer.path)` gives \(shape)\(rule)", at: layer.kindSpan)
    }

    private func remedy(for blame: ShapeError.Blame?, of layer: ExpandedLayer) -> (help: String, note: Diagnostic.Note)?
    {
        guard case .input(let number, let wanted) = blame else { return nil }
        let others = layer.sources.indices.filter { $0 != number }.map { layer.sources[$0] }
        return remedy(toMake: wanted, of: layer.sources[number], keeping: others)
    }

    /// Which fields to change so that a value gets another shape; see `Network.change`.
    ///
    /// - Parameter others: values that must stay as they are, so that no layer they are made of may change.
    func remedy(
        toMake wanted: Shape, of source: LayerSource, keeping others: [LayerSource] = []
    ) -> (help: String, note: Diagnostic.Note)? {
        guard case .layer(let index) = source,
            let (place, change) = Network.change(of: Value(of: index), to: wanted, among: nodes),
            let node = nodes[place], !layersBehind(others).contains(place)
        else { return nil }
        let layer = expanded.layers[place]
        let written = layer.fields.first { change.fields.contains($0.key) }
        let shape = node.outputShape
        let axes = wanted.lengths.indices.filter { $0 < shape.rank && shape[$0] != wanted[$0] }.map {
            LengthRule.axisName($0, of: shape)
        }
        let note =
            "`\(layer.path)` gives \(shape)\(formulas(of: node, axes: axes) ?? ""); with `\(change)` it gives \(wanted)"
        return (
            "write `\(change)` in `\(layer.path)`", Diagnostic.Note(note, at: written?.value.span ?? layer.kindSpan)
        )
    }

    /// The layers that values are made of, directly or through others.
    private func layersBehind(_ sources: [LayerSource]) -> Set<Int> {
        var found: Set<Int> = []
        var next = sources
        while let source = next.popLast() {
            if case .layer(let index) = source, found.insert(index).inserted {
                next += expanded.layers[index].sources
            }
        }
        return found
    }

    /// `, height = floor((32 + 2·1 − 5) / 1) + 1`; nil where no more is to say than the numbers themselves.
    private func formulas(of node: Network.Node, axes: [String]) -> String? {
        let rules = node.layer.lengthRules(node.inputShapes).filter { rule in
            axes.contains(rule.axis) && rule.formula.numbers != "\(rule.length)"
        }
        return rules.isEmpty ? nil : rules.map { ", \($0.axis) = \($0.formula.numbers)" }.joined()
    }

    /// The last layer before a value that made something else of a picture.
    private func lostPicture(before source: LayerSource) -> (kind: String, note: Diagnostic.Note)? {
        var source = source
        while case .layer(let index) = source, let node = nodes[index] {
            let layer = expanded.layers[index]
            if node.inputShapes[0].rank == 3, node.outputShape.rank != 3 {
                let note = "`\(layer.path)` makes \(node.outputShape) of the picture \(node.inputShapes[0])"
                return (layer.kind, Diagnostic.Note(note, at: layer.kindSpan))
            }
            source = layer.sources[0]
        }
        return nil
    }
}

extension ExpandedLayer {
    /// Its name in the module around it; the way there is in `trace`.
    var name: Substring { path.split(separator: "/").last ?? path[...] }

    /// What one of its inputs is called, for messages.
    func nameOfInput(_ index: Int) -> String {
        sourceNames.indices.contains(index) ? "`\(sourceNames[index])`" : InputText.number(index)
    }
}
