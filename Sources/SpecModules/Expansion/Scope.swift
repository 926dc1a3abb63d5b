import Diagnostics
import SpecSyntax

/// What is known at one place of a network or a module: the names that `from` can use, the values of `${…}`, and how the
/// place was reached.
struct Scope: Sendable {
    /// A finished step, as those that follow can name it.
    struct Part: Sendable {
        let output: LayerSource
        /// The parts of a module; `from: inception_3a/1x1` names one.
        var inner = Parts()
        /// Whether it is an auxiliary classifier, which nothing may read.
        var isAuxiliary = false
        /// The layer that it is, by its place in `ExpandedNetwork.layers`; nil for all that is made of steps.
        var layer: Int?
        /// Where it is written: its name, or its kind; nil for what is written nowhere.
        fileprivate(set) var place: SourceSpan?

        /// Whether a mistake was reported in it.
        var isWithMistake: Bool { output == .unknown && !isAuxiliary }

        /// Stands for a step in which a mistake was reported, so that its parts are not known.
        static let unknown = Part(output: .unknown)
    }

    /// Finished steps by their names.
    struct Parts: Sendable {
        private var byName: [String: Part] = [:]
        /// In the order in which they were finished.
        private(set) var names: [String] = []

        subscript(name: String) -> Part? {
            get { byName[name] }
            set {
                if byName.updateValue(newValue ?? .unknown, forKey: name) == nil { names.append(name) }
            }
        }
    }

    /// How many of the steps before a wrong name are compared with it.
    private static let mostMeant = 50

    /// The path of the module around, with a closing `/`; empty in the network itself.
    let prefix: String
    let input: LayerSource
    /// Where it is said what the input is; nil where that is said nowhere.
    let inputPlace: SourceSpan?
    let environment: Environment
    /// The file whose modules can be used here.
    let file: ModuleLibrary.File
    let trace: [Diagnostic.Note]
    /// The modules around, outermost first, for cycles.
    let modules: [ModuleDefinition.Identity]
    /// How many uses of modules, and lists that they were given, are inside one another here.
    let depth: Int
    /// The path of the auxiliary classifier around; nil in the network's chain.
    let auxiliary: String?
    /// What is known around the auxiliary classifier whose own steps stand here, of which only parameters can be used.
    private let branchedOff: Surroundings?
    /// What the steps around say of lints, the nearest first.
    private(set) var lints: [SyntaxNode]
    /// What is known around a list of steps that has names of its own but sees those before it.
    private let surroundings: Surroundings?
    private(set) var parts = Parts()
    private var taken: [String: SourceSpan] = [:]
    private var announced: Set<String> = []
    private var lastNumbers: [String: Int] = [:]

    /// - Parameters:
    ///   - outer: the scope whose names can be used too, the nearest first.
    ///   - branchedOff: the scope around an auxiliary classifier.
    init(
        prefix: String, input: LayerSource, inputPlace: SourceSpan?, environment: Environment, file: ModuleLibrary.File,
        trace: [Diagnostic.Note] = [], modules: [ModuleDefinition.Identity] = [], depth: Int = 0,
        auxiliary: String? = nil, lints: [SyntaxNode] = [], outer: Scope? = nil, branchedOff: Scope? = nil
    ) {
        self.prefix = prefix
        self.input = input
        self.inputPlace = inputPlace
        self.environment = environment
        self.file = file
        self.trace = trace
        self.modules = modules
        self.depth = depth
        self.auxiliary = auxiliary
        self.lints = lints
        surroundings = outer.map(Surroundings.init)
        self.branchedOff = branchedOff.map(Surroundings.init)
    }

    private final class Surroundings: Sendable {
        let scope: Scope

        init(_ scope: Scope) { self.scope = scope }
    }

    private var outer: Scope? { surroundings?.scope }

    /// Does something with what a step says of lints put before what is said around it.
    mutating func within<Result>(_ step: Step, _ body: (inout Scope) -> Result) -> Result {
        let around = lints
        lints = lints(with: step)
        defer { lints = around }
        return body(&self)
    }

    /// What is said of lints in a step that stands here.
    func lints(with step: Step) -> [SyntaxNode] { (step.lint.map { [$0] } ?? []) + lints }

    /// Tells of a name that a step further down is going to take.
    mutating func announce(_ name: String) {
        announced.insert(name)
    }

    /// Keeps a name for the step that is being read; the place where it was taken before, if it was.
    mutating func take(_ name: String, at span: SourceSpan) -> SourceSpan? {
        if let first = taken[name] { return first }
        taken[name] = span
        return nil
    }

    /// Takes a name that nothing has: the wanted one, or the wanted one with a number.
    mutating func takeFree(_ wanted: String, at span: SourceSpan) -> String {
        var name = wanted
        var number = lastNumbers[wanted] ?? 1
        while taken[name] != nil {
            number += 1
            name = "\(wanted)_\(number)"
        }
        lastNumbers[wanted] = number
        taken[name] = span
        return name
    }

    /// Makes a finished step known to those that follow.
    mutating func define(_ name: String, _ part: Part, at place: SourceSpan) {
        var part = part
        part.place = place
        parts[name] = part
    }
}

// MARK: Names

extension Scope {
    /// The output that a name or path stands for, and where it is written; nil when it stands for none.
    subscript(path: String) -> (output: LayerSource, place: SourceSpan?)? {
        if path == "input" { return (input, inputPlace) }
        let names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = names.first, parts[first] != nil || outer == nil else { return outer?[path] }
        var known = parts
        var found: Part?
        for name in names {
            guard let part = known[name] else { return found?.output == .unknown ? (.unknown, nil) : nil }
            if part.isAuxiliary { return nil }
            (found, known) = (part, part.inner)
        }
        return found.map { ($0.output, $0.place) }
    }

    /// The step that a name or path stands for, for who uses its parameters; nil when it stands for none. Auxiliary
    /// classifiers are open to that from outside, and all around them from inside.
    func part(at path: String) -> Part? {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = names.first, parts[first] != nil else {
            return outer?.part(at: path) ?? branchedOff?.scope.part(at: path)
        }
        var known = parts
        var found: Part?
        for name in names {
            guard let part = known[name] else { return found?.isWithMistake == true ? .unknown : nil }
            (found, known) = (part, part.inner)
        }
        return found
    }

    /// The auxiliary classifier that a path leads to or into; nil where it meets none.
    func auxiliary(on path: String) -> String? {
        var known = parts
        var names: [String] = []
        for name in path.split(separator: "/") {
            guard let part = known[String(name)] else { return outer?.auxiliary(on: path) }
            names.append(String(name))
            if part.isAuxiliary { return names.joined(separator: "/") }
            known = part.inner
        }
        return nil
    }

    /// What steps of an auxiliary classifier can name, in words: the help where one names something around it.
    var reach: String? {
        guard let auxiliary, prefix == auxiliary + "/" else { return nil }
        return "inside `\(auxiliary)` name its own steps or `input`, which is the layer that it branches off"
    }

    /// What can be named here by a path that stands for nothing: what is in the same module, if there is such, or the
    /// steps that are finished, the last ones of many.
    ///
    /// - Parameter offersInput: whether what arrives can be meant.
    func choice(of path: String, offersInput: Bool = true) -> String {
        let around = path.split(separator: "/").dropLast().map(String.init)
        let inner = around.reduce(Optional(parts)) { $0?[$1]?.inner }?.names ?? []
        if !around.isEmpty, !inner.isEmpty {
            let module = around.joined(separator: "/")
            return "in `\(module)` there are \(listed(inner.prefix(9).map { "\(module)/\($0)" }, most: 8))"
        }
        let names = lastFinished
        if !offersInput { return names.isEmpty ? "no layer stands before" : "name one of \(listed(names))" }
        return names.isEmpty
            ? "name `input`, which is what arrives here: no layer stands before"
            : "name `input`, which is what arrives here, or one of \(listed(names))"
    }

    /// The last steps before this place that can be named, in their order: a few, however many there are.
    private var lastFinished: [String] {
        let own = parts.names.suffix(Self.mostMeant).filter { parts[$0]?.isAuxiliary == false }
        return ((outer?.lastFinished ?? []) + own).suffix(8)
    }

    func isTaken(_ name: String) -> Bool { taken[name] != nil || outer?.isTaken(name) ?? false }

    func isAnnounced(_ name: String) -> Bool { announced.contains(name) || outer?.isAnnounced(name) ?? false }

    /// The path that was most likely meant by one that stands for nothing; of two as near, that of the later step.
    func nearest(to path: String) -> String? {
        guard let slash = path.lastIndex(of: "/") else {
            return nearestName(to: path, among: ["input"] + parts.names.suffix(Self.mostMeant).reversed())
                ?? outer?.nearest(to: path)
        }
        let known = path[..<slash].split(separator: "/").reduce(Optional(parts)) { $0?[String($1)]?.inner }
        let name = nearestName(
            to: String(path[path.index(after: slash)...]), among: (known?.names.suffix(Self.mostMeant) ?? []).reversed()
        )
        return name.map { path[...slash] + $0 } ?? outer?.nearest(to: path)
    }
}
