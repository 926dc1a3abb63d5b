import Diagnostics

/// The names that `from` can use at one place: what stands before it in the same network or module.
struct Scope {
    /// A finished step, as those that follow can name it.
    struct Part: Sendable {
        let output: LayerSource
        /// The parts of a module; `from: inception_3a/1x1` names one.
        var inner: [String: Part] = [:]
        /// Whether it is an auxiliary classifier, which nothing may read.
        var isAuxiliary = false

        /// Stands for a step in which a mistake was reported, so that its parts are not known.
        static let unknown = Part(output: .unknown)
        static let auxiliary = Part(output: .unknown, isAuxiliary: true)
    }

    /// The path of the module around, with a closing `/`; empty in the network itself.
    let prefix: String
    let input: LayerSource
    let environment: Environment
    let trace: [Diagnostic.Note]
    /// The modules around, outermost first, for cycles.
    let modules: [String]
    /// The path of the auxiliary classifier around; nil in the network's chain.
    let auxiliary: String?
    private(set) var parts: [String: Part] = [:]
    private var taken: [String: SourceSpan] = [:]
    private var announced: Set<String> = []
    private var lastNumbers: [String: Int] = [:]

    init(
        prefix: String, input: LayerSource, environment: Environment, trace: [Diagnostic.Note], modules: [String],
        auxiliary: String? = nil
    ) {
        self.prefix = prefix
        self.input = input
        self.environment = environment
        self.trace = trace
        self.modules = modules
        self.auxiliary = auxiliary
    }

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
    mutating func define(_ name: String, _ part: Part) {
        parts[name] = part
    }

    /// The output that a name or path stands for; nil when it stands for none.
    subscript(path: String) -> LayerSource? {
        if path == "input" { return input }
        var known = parts
        var found: Part?
        for name in path.split(separator: "/", omittingEmptySubsequences: false) {
            guard let part = known[String(name)] else { return found?.output == .unknown ? .unknown : nil }
            if part.isAuxiliary { return nil }
            (found, known) = (part, part.inner)
        }
        return found?.output
    }

    /// The auxiliary classifier that a path leads to or into; nil where it meets none.
    func auxiliary(on path: String) -> String? {
        var known = parts
        var names: [String] = []
        for name in path.split(separator: "/") {
            guard let part = known[String(name)] else { return nil }
            names.append(String(name))
            if part.isAuxiliary { return names.joined(separator: "/") }
            known = part.inner
        }
        return nil
    }

    /// What can be named in an auxiliary classifier, for who names something around it.
    var reach: String? {
        guard let auxiliary, prefix == auxiliary + "/" else { return nil }
        return "inside `\(auxiliary)` name its own steps or `input`, which is the layer that it branches off"
    }

    func isTaken(_ name: String) -> Bool { taken[name] != nil }

    func isAnnounced(_ name: String) -> Bool { announced.contains(name) }

    /// The path that was most likely meant by one that stands for nothing.
    func nearest(to path: String) -> String? {
        guard let slash = path.lastIndex(of: "/") else {
            return nearestName(to: path, among: parts.keys.sorted() + ["input"])
        }
        let known = path[..<slash].split(separator: "/").reduce(Optional(parts)) { $0?[String($1)]?.inner }
        let name = nearestName(to: String(path[path.index(after: slash)...]), among: (known ?? [:]).keys.sorted())
        return name.map { path[...slash] + $0 }
    }
}
