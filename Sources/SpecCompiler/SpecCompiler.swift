import Diagnostics
import Layers
import Networks
import Recipes
import SpecModules
package import SpecSyntax
import Tensors

/// The front end: from a text to a checked experiment.
package struct SpecCompiler {
    /// Compiles a spec.
    ///
    /// - Parameters:
    ///   - sources: where texts are read.
    ///   - overrides: the texts of `--set`, in their order; a later one wins.
    ///   - isStrict: whether warnings are errors.
    ///   - assertions: those of which it is an error that they do not hold.
    /// - Throws: `FileError` when the file cannot be read.
    package static func compile(
        _ path: String, from sources: SourceProvider = .disk, overrides: [String] = [], isStrict: Bool = false,
        assertions: HeldAssertions = .all
    ) throws -> Compilation {
        let collector = DiagnosticCollector(isStrict: isStrict, keyPlaces: .ofLanguage)
        collector.reads(path)
        do {
            let file = try sources.readSpec(path)
            return compilation(
                of: file, from: sources, overrides: overrides, assertions: assertions, collector)
        } catch let error as DiagnosticsError {
            for diagnostic in error.diagnostics { collector.report(diagnostic) }
            return Compilation(Compilation.Stages(), ReferenceTable(), collector, experiment: nil)
        }
    }

    /// Compiles a text that names no other file.
    package static func compile(
        text: String, named path: String = "spec.yaml", overrides: [String] = [], isStrict: Bool = false
    ) -> Compilation {
        let collector = DiagnosticCollector(isStrict: isStrict, keyPlaces: .ofLanguage)
        let file = SourceFile(path: path, text: text)
        return compilation(of: file, from: .memory([:]), overrides: overrides, collector)
    }

    /// Compiles a spec of netspec's own.
    package static func experiment(ofOwn text: String) -> Experiment {
        let compilation = compile(text: text, named: "netspec")
        guard let experiment = compilation.experiment else {
            preconditionFailure("an own spec is right: \(compilation.diagnostics.map(\.message))")
        }
        return experiment
    }

    private static func compilation(
        of file: SourceFile, from sources: SourceProvider, overrides: [String], assertions: HeldAssertions = .all,
        _ collector: DiagnosticCollector
    ) -> Compilation {
        let references = ReferenceCollector()
        let stages = stages(of: file, from: sources, overrides: overrides, references, collector)
        return Compilation(
            stages, references.table, collector,
            experiment: checked(stages, assertions, isOverridden: !overrides.isEmpty, collector))
    }

    /// The way of a text. Each stage reports every mistake it can find, and leaves out of what it hands on all that it could
    /// not make sense of; the next goes on with the rest, so that one run shows what can be told.
    private static func stages(
        of file: SourceFile, from sources: SourceProvider, overrides: [String], _ references: ReferenceCollector,
        _ collector: DiagnosticCollector
    ) -> Compilation.Stages {
        var stages = Compilation.Stages(file: file)
        guard let written = sources.tree(of: file, into: collector) else { return stages }
        stages.tree = written
        guard
            let extended = ExtendsLoader.load(
                written, in: file, from: sources, references: references, into: collector)
        else { return stages }
        let whole = extended.changed(by: overrides, into: collector)
        stages.whole = whole
        let opened = whole.tree.openingData(root: file.path, in: sources)
        guard let spec = Spec(opened, file: file, into: collector) else { return stages }
        stages.spec = spec
        let vocabulary = LayerVocabulary.ofCatalogue
        let library = LibraryLoader.load(
            from: spec.tree, at: file.path, in: sources, edits: whole.libraryEdits,
            layerNames: Set(vocabulary.inputs.keys),
            isComplete: spec.namesAllModules, references: references, into: collector)
        stages.library = library
        let expanded = Expander.expand(
            spec.network, library: library, vocabulary: vocabulary, sources: sources,
            inputShape: spec.input?.lengths, inputPlace: spec.tree.mapping?.first { $0.key == "input" }?.keySpan,
            constants: spec.constants, invalidConstants: spec.invalidConstants, references: references, into: collector)
        stages.expanded = expanded
        stages.built = NetworkBuilder.build(
            expanded, name: spec.name, input: spec.input, inputSpan: spec.inputSpan, at: spec.networkSpan,
            into: collector)
        return stages
    }

    /// The experiment, its parts held to each other and looked over by the lints; nil when there is a mistake in it.
    private static func checked(
        _ stages: Compilation.Stages, _ assertions: HeldAssertions, isOverridden: Bool, _ collector: DiagnosticCollector
    ) -> Experiment? {
        guard let file = stages.file, let whole = stages.whole, let spec = stages.spec, let library = stages.library,
            let expanded = stages.expanded, let built = stages.built
        else { return nil }
        spec.check(built.network, into: collector) {
            assertions.severity(at: $0, of: whole, isOverridden: isOverridden)
        }
        let levels = LintLevels(spec.lints, layers: expanded.layers, into: collector)
        guard let network = built.network, !collector.hasErrors else { return nil }
        let subject = LintSubject(
            network: network, data: spec.data, training: spec.training, tree: spec.tree,
            written: spec.written, file: file, library: library, levels: levels)
        Linter.run(subject, into: collector)
        guard !collector.hasErrors else { return nil }
        return Experiment(
            network: network, classes: spec.classes, data: spec.data, training: spec.training,
            resolved: ResolvedSpec(
                spec.tree, in: file, bases: whole.bases, library: library, vocabulary: .ofCatalogue, name: spec.name),
            parts: Experiment.Parts(tree: spec.tree, written: spec.written, library: library, expanded: expanded),
            file: file)
    }
}

extension Compilation {
    fileprivate init(
        _ stages: Stages, _ references: ReferenceTable, _ collector: DiagnosticCollector, experiment: Experiment?
    ) {
        self.init(
            stages: stages, references: references, diagnostics: collector.diagnostics.inReadingOrder(),
            files: collector.files,
            experiment: experiment)
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
            foreign: LayerCatalogue.foreignNames,
            outputShape: { layer, inputs in
                NetworkBuilder.outputShape(of: layer, inputs.map { Shape($0) })?.lengths
            })
    }
}
