package import Diagnostics
package import SpecSyntax

/// Gathers a spec's modules: those it defines, and those of the files that `include` names, and so on.
///
/// A file is read once however often it is included, and none may include itself. Paths are relative to the file that
/// includes.
package struct LibraryLoader {
    /// Files that are included beyond this are refused.
    private static let mostFiles = 250
    /// Modules of a spec and its libraries beyond this are refused: each file may see them all.
    private static let mostModules = 2000

    private let root: String
    private let sources: SourceProvider
    private let references: ReferenceCollector
    private let collector: DiagnosticCollector
    private let layerNames: Set<String>
    private var definitions: [ModuleDefinition] = []
    private var views: [ModuleLibrary.View] = []
    /// The numbers of files by their paths; nil for one that could not be read.
    private var files: [String: ModuleLibrary.File?] = [:]
    /// Where files begin, by their paths.
    private var beginnings: [String: SourceSpan] = [:]
    private var isComplete = true
    private var followed: [String] = []
    private var edits: LibraryEdits
    /// How many bytes may still be read.
    private var budget = SourceFile.largestSize

    /// - Parameters:
    ///   - edits: changes inside modules that the spec does not define itself.
    ///   - layerNames: names that a module may not take.
    ///   - isComplete: whether the spec names all its modules and libraries without a mistake.
    package static func load(
        from spec: SyntaxNode, at path: String, in sources: SourceProvider, edits: [TreeEdit] = [],
        layerNames: Set<String>, isComplete: Bool = true, references: ReferenceCollector = ReferenceCollector(),
        into collector: DiagnosticCollector
    ) -> ModuleLibrary {
        var loader = LibraryLoader(
            root: path, from: sources, references: references, collector: collector, layerNames: layerNames,
            edits: LibraryEdits(edits))
        loader.isComplete = isComplete
        _ = loader.visit(spec, chain: [sources.identity(of: path)])
        if loader.isComplete {
            loader.edits.report(names: loader.definitions.map(\.name), into: collector)
        }
        return ModuleLibrary(
            loader.definitions, views: loader.views, includes: loader.followed, isComplete: loader.isComplete)
    }

    private init(
        root: String, from sources: SourceProvider, references: ReferenceCollector, collector: DiagnosticCollector,
        layerNames: Set<String>, edits: LibraryEdits
    ) {
        self.root = root
        self.sources = sources
        self.references = references
        self.collector = collector
        self.layerNames = layerNames
        self.edits = edits
    }

    /// Reads what a file holds and includes; the number of its view.
    private mutating func visit(_ tree: SyntaxNode, chain: [String]) -> ModuleLibrary.File {
        let file = views.count
        views.append(ModuleLibrary.View())
        var included: [ModuleLibrary.File] = []
        for include in includes(of: tree) where files.count <= Self.mostFiles && !collector.isFull {
            if let file = follow(include, chain: chain) { included.append(file) }
        }
        var own = ModuleLibrary.View()
        for written in modules(of: tree) where definitions.count <= Self.mostModules && !collector.isFull {
            let entry = chain.count > 1 ? edits.apply(to: written, into: collector) : written
            if let number = add(entry, of: file) {
                own.visible[entry.key] = [number]
            } else {
                own.invalid.insert(entry.key)
            }
        }
        views[file] = own.including(included.map { views[$0] })
        return file
    }

    private mutating func modules(of tree: SyntaxNode) -> [SyntaxNode.Entry] {
        guard let modules = tree["modules"], !modules.isEmpty else { return [] }
        guard let entries = modules.mapping else {
            isComplete = false
            collector.report(
                Diagnostic(
                    .wrongType, "`modules` must be a mapping from names to modules, found \(modules.foundText)",
                    at: modules.span, help: "write each module's name as a key: `name: {network: […]}`"))
            return []
        }
        return entries
    }

    private mutating func includes(of tree: SyntaxNode) -> [SyntaxNode] {
        guard let include = tree["include"], !include.isEmpty else { return [] }
        guard let items = include.sequence, items.allSatisfy({ $0.scalar != nil }) else {
            isComplete = false
            collector.report(
                Diagnostic(
                    .wrongType, "`include` must be a list of files, found \(include.foundText)", at: include.span,
                    help: include.asListRemedy ?? "write `include: [file.yaml]`"))
            return []
        }
        return items
    }

    private mutating func follow(_ include: SyntaxNode, chain: [String]) -> ModuleLibrary.File? {
        guard let written = include.scalar?.text else { return nil }
        let target = FilePath(include, root: root, in: sources)
        followed.append(written)
        guard !chain.contains(target.identity) else {
            collector.report(
                Diagnostic(
                    .includeCycle, "a file must not include itself, and `\(written)` leads back to itself",
                    at: include.span, help: "remove this include"))
            return nil
        }
        defer {
            if let beginning = beginnings[target.identity] {
                references.resolved(.include, include.span, to: beginning)
            }
        }
        if let known = files[target.identity] { return known }
        let isAllowed = isWithinLimit(at: include)
        files[target.identity] = .some(nil)
        let library = isAllowed ? read(target, include) : nil
        if library == nil { isComplete = false }
        let file = library.map { visit($0, chain: chain + [target.identity]) }
        files[target.identity] = .some(file)
        return file
    }

    /// Whether one more file may be included; reported if it may not.
    private mutating func isWithinLimit(at include: SyntaxNode) -> Bool {
        guard files.count >= Self.mostFiles else { return true }
        collector.report(
            Diagnostic(
                .tooLarge, "a spec must include at most \(Self.mostFiles) files", at: include.span,
                help: "put the modules of several files in one"))
        return false
    }

    /// The tree of an included file, its own keys checked.
    private mutating func read(_ path: FilePath, _ include: SyntaxNode) -> SyntaxNode? {
        let note = Diagnostic.Note("`\(abbreviated(include.scalar?.text ?? ""))` is included here", at: include.span)
        let file = path.read(budget: &budget, into: collector, note: note) { reason in
            Diagnostic(
                .includeMissing, "the included file must be readable: \(reason)", at: include.span,
                help: sources.nearestFile(to: path.path, writtenAs: include.scalar?.text).map(
                    include.remedy(writing:))
                    ?? "a path is relative to the file that includes it")
        }
        guard let file else { return nil }
        beginnings[path.identity] = .beginning(of: file)
        guard let tree = sources.tree(of: file, into: collector) else { return nil }
        guard let entries = tree.mapping else {
            collector.report(
                Diagnostic(
                    .wrongType, "a library must be a mapping with `modules`, found \(tree.foundText)", at: tree.span,
                    help: "write `modules:`, and below it each module by its name: `name: {network: […]}`"))
            return nil
        }
        guard tree["input"] == nil, tree["extends"] == nil else {
            collector.report(specAsLibrary(include))
            return nil
        }
        let fields = FieldReader(
            entries, of: "a library", at: .beginning(of: file), context: FieldContext(collector: collector))
        Self.readLibrary(fields)
        fields.finish()
        // A misspelt `modules` or `include` leaves the modules below it unknown.
        isComplete = isComplete && !fields.failed
        return tree
    }

    private func specAsLibrary(_ include: SyntaxNode) -> Diagnostic {
        let name = abbreviated(include.scalar?.text ?? "")
        return Diagnostic(
            .library, "an included file must hold nothing but modules, and `\(name)` is a spec", at: include.span,
            help: "move its modules to a file of their own, or change that spec with `extends: \(name)`")
    }

    /// Reads and declares the fields of a library.
    package static func readLibrary(_ fields: FieldReader) {
        _ = fields.ifPresent("netspec", .integer(1...1), help: "the version of the spec language")
        _ = fields.ifPresent("include", .includes, help: "libraries whose modules these use, relative to this file")
        _ = fields.ifPresent("modules", .modules, help: "the modules")
    }

    /// Reads a definition; its number, or nil after a mistake.
    private mutating func add(_ entry: SyntaxNode.Entry, of file: ModuleLibrary.File) -> Int? {
        guard let definition = ModuleDefinition(entry, of: file, context: FieldContext(collector: collector)) else {
            return nil
        }
        guard !layerNames.contains(definition.name), !Step.otherKinds.contains(definition.name) else {
            collector.report(
                Diagnostic(
                    .duplicateModule, "a module must not have the name of a layer, `\(definition.name)`",
                    at: definition.nameSpan, help: "choose another name"))
            return nil
        }
        definitions.append(definition)
        guard definitions.count <= Self.mostModules else {
            isComplete = false
            let message = "a spec and its libraries must have at most \(Self.mostModules) modules"
            collector.report(
                Diagnostic(
                    .tooLarge, message, at: definition.nameSpan,
                    help: "make one module with parameters of those that are alike"))
            return nil
        }
        return definitions.count - 1
    }
}
