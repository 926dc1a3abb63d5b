package import Diagnostics
import Layers
import Networks
import Recipes
import SpecModules
package import SpecSyntax

/// The front end: from a file to a checked experiment.
package struct SpecCompiler {
    /// What came of a spec.
    package struct Result: Sendable {
        /// Nil when there are errors.
        package let experiment: Experiment?
        package let diagnostics: [Diagnostic]
        /// The spec, and every file that it names and that was read or looked for.
        package let files: [String]
    }

    /// Compiles a spec. Each stage reports every mistake it can find, and leaves out of what it hands on all that it could
    /// not make sense of; the next goes on with the rest, so that one run shows what can be told.
    ///
    /// - Parameters:
    ///   - sources: where texts are read.
    ///   - overrides: the texts of `--set`, in their order; a later one wins.
    ///   - isStrict: whether warnings are errors.
    /// - Throws: `FileError` when the file cannot be read.
    package static func compile(
        _ path: String, from sources: SourceProvider = .disk, overrides: [String] = [], isStrict: Bool = false
    ) throws -> Result {
        let collector = DiagnosticCollector(isStrict: isStrict, keyPlaces: .ofLanguage)
        let experiment = try experiment(path, from: sources, overrides: overrides, collector)
        return Result(
            experiment: collector.hasErrors ? nil : experiment, diagnostics: collector.diagnostics.inReadingOrder(),
            files: collector.files)
    }

    /// Compiles a spec of netspec's own, which names no other file.
    package static func experiment(ofOwn text: String) throws -> Experiment {
        let collector = DiagnosticCollector(keyPlaces: .ofLanguage)
        let file = SourceFile(path: "netspec", text: text)
        guard let experiment = try experiment(file, from: .memory([:]), overrides: [], collector), !collector.hasErrors
        else {
            preconditionFailure("an own spec is right: \(collector.diagnostics.map(\.message))")
        }
        return experiment
    }

    private static func experiment(
        _ path: String, from sources: SourceProvider, overrides: [String], _ collector: DiagnosticCollector
    ) throws -> Experiment? {
        guard let file = try text(of: path, from: sources, collector) else { return nil }
        return try experiment(file, from: sources, overrides: overrides, collector)
    }

    private static func experiment(
        _ file: SourceFile, from sources: SourceProvider, overrides: [String], _ collector: DiagnosticCollector
    ) throws -> Experiment? {
        guard let written = sources.tree(of: file, into: collector) else { return nil }
        guard let extended = ExtendsLoader.load(written, in: file, from: sources, into: collector) else { return nil }
        let changed = overridden(extended.tree, by: overrides, collector)
        guard let spec = Spec(changed, file: file, into: collector) else { return nil }
        let vocabulary = LayerVocabulary.ofCatalogue
        let library = LibraryLoader.load(
            from: spec.tree, at: file.path, in: sources, layerNames: Set(vocabulary.inputs.keys),
            isComplete: spec.namesAllModules, into: collector)
        let expanded = Expander.expand(
            spec.network, library: library, vocabulary: vocabulary, sources: sources, constants: spec.constants,
            spoiledConstants: spec.spoiledConstants, into: collector)
        let built = NetworkBuilder.build(
            expanded, name: spec.name, input: spec.input, inputSpan: spec.inputSpan, at: spec.networkSpan,
            into: collector)
        spec.check(built, from: expanded, into: collector)
        let levels = LintLevels(spec.lints, layers: expanded.layers, into: collector)
        guard let network = built, !collector.hasErrors else { return nil }
        let subject = LintSubject(
            network: network, layers: expanded.layers, data: spec.data, training: spec.training, tree: spec.tree,
            levels: levels)
        Linter.run(subject, into: collector)
        return Experiment(
            network: network, classes: spec.classes, data: spec.data, training: spec.training,
            resolved: ResolvedSpec(
                spec.tree, in: file, bases: extended.bases, library: library, vocabulary: vocabulary, name: spec.name),
            parts: Experiment.Parts(tree: spec.tree, library: library, expanded: expanded), file: file)
    }

    private static func text(
        of path: String, from sources: SourceProvider, _ collector: DiagnosticCollector
    ) throws -> SourceFile? {
        collector.reads(path)
        do {
            return try sources.readSpec(path)
        } catch let error as DiagnosticsError {
            for diagnostic in error.diagnostics { collector.report(diagnostic) }
            return nil
        }
    }

    private static func overridden(
        _ tree: SyntaxNode, by overrides: [String], _ collector: DiagnosticCollector
    ) -> SyntaxNode {
        overrides.reduce(tree) { tree, text in
            Override(text, into: collector)?.apply(to: tree, into: collector) ?? tree
        }
    }
}

extension LayerVocabulary {
    /// The layer types of the catalogue.
    fileprivate static var ofCatalogue: LayerVocabulary {
        LayerVocabulary(
            Dictionary(
                uniqueKeysWithValues: LayerCatalogue.kinds.map { kind in
                    switch kind.inputs {
                    case .one: return (kind.name, .one)
                    case .several: return (kind.name, .several)
                    }
                }),
            namesElsewhere: Dictionary(
                LayerCatalogue.kinds.flatMap { kind in kind.namesElsewhere.map { ($0, kind.name) } }
            ) { first, _ in first })
    }
}
