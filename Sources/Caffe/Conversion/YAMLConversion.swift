package import Diagnostics
package import SpecSyntax

/// Writes Caffe's networks and solvers as specs in YAML, with modules for what stands several times.
package struct YAMLConversion {
    /// Whether a field of a layer of some type, as it is written, is what the layer has without it.
    package typealias Standard = (_ kind: String, _ field: SyntaxNode.Entry) -> Bool

    /// The text of a spec; nil, with the reason in `collector`, where the file cannot be read as one. What the spec has no place
    /// for is left out, and told as a warning; what is different from Caffe whoever reads the file is told by its reader.
    ///
    /// - Parameters:
    ///   - reserved: what no module can be called, since layers are.
    ///   - isStandard: what need not be written.
    ///   - channels: how many the layer with a path gives; nil as a path stands for the pictures.
    package static func text(
        of file: SourceFile, from sources: SourceProvider, into collector: DiagnosticCollector,
        reserved: Set<String>, isStandard: @escaping Standard, channels: @escaping (String?) -> Int?
    ) -> String? {
        let reading = DiagnosticCollector()
        guard let spec = CaffeSpec(file, into: reading, open: Notation.opening(file, sources, reading)) else {
            reading.diagnostics.forEach(collector.report)
            return nil
        }
        spec.omissions.forEach(collector.report)
        var flat = SpecWriter(spec.net.draft, spec.layout)
        _ = flat.network()
        let modular = ModularSpec(spec, reserved: reserved, isStandard: isStandard) { step in
            step.map { flat.paths[$0].flatMap(channels) } ?? channels(nil)
        }
        let modules = modular.modules.isEmpty ? nil : SyntaxNode(.mapping(modular.modules), at: spec.net.span)
        let tree = spec.tree(network: modular.network, modules: modules, paths: modular.paths)
        let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
        return SpecText.text(tree, comment: "Converted from \(printable(name)).")
    }
}
