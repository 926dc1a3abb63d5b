import Diagnostics
package import Layers
import SpecSyntax
package import Tensors

/// One layer on one batch: what drives the gradient check, the agreement of backends.
///
/// Its description is the Swift expression that makes it again.
package struct LayerCase: Sendable, CustomStringConvertible {
    /// The layer as a spec has it: `convolution: {filters: 8, kernel: 3}`.
    package let text: String
    /// The shapes of the inputs, batch left out.
    package let inputShapes: [Shape]
    package let batch: Int
    package let seed: UInt64
    /// What the inputs' numbers, which lie between −1 and 2, are multiplied by: for layers that have something to show
    /// further out.
    package let spread: Float

    package init(_ text: String, on inputShapes: Shape..., batch: Int = 2, seed: UInt64 = 1, spread: Float = 1) {
        self.init(text, on: inputShapes, batch: batch, seed: seed, spread: spread)
    }

    /// The same layer and shapes with other numbers.
    package func with(seed: UInt64) -> LayerCase {
        LayerCase(text, on: inputShapes, batch: batch, seed: seed, spread: spread)
    }

    private init(_ text: String, on inputShapes: [Shape], batch: Int, seed: UInt64, spread: Float) {
        self.text = text
        self.inputShapes = inputShapes
        self.batch = batch
        self.seed = seed
        self.spread = spread
    }

    package var description: String {
        let shapes = inputShapes.map(\.description).joined(separator: ", ")
        let more = spread == 1 ? "" : ", spread: \(spread)"
        return "LayerCase(\"\(text)\", on: \(shapes), batch: \(batch), seed: \(seed)\(more))"
    }

    /// The name of the layer's type.
    package var kindName: String { String(text.prefix { $0 != ":" }) }

    /// The layer, read as a spec is.
    ///
    /// - Throws: `DiagnosticsError` for every mistake in the text.
    package func makeLayer() throws -> any Layer {
        try read(layer: text)
    }
}

/// Reads a layer from text in the notation of specs: `relu`, or `max-pool: {kernel: 2}`.
///
/// - Throws: `DiagnosticsError` for every mistake in the text.
package func read(layer text: String) throws -> any Layer {
    let file = SourceFile(path: "layer case", text: text)
    let collector = DiagnosticCollector()
    guard let node = YAMLReader.read(file, into: collector), let use = NamedUse(node),
        let kind = LayerCatalogue.kind(named: use.name), let fields = use.fields
    else {
        let mistake = Diagnostic(.unknownName, "a layer must be written, found `\(text)`", at: .beginning(of: file))
        throw DiagnosticsError(collector.diagnostics + [mistake])
    }
    let context = FieldContext(collector: collector)
    let reader = FieldReader(fields, of: use.name, at: use.nameSpan, context: context)
    let layer = kind.make(reader)
    reader.finish()
    if reader.failed || collector.hasErrors { throw DiagnosticsError(collector.diagnostics) }
    return layer
}
