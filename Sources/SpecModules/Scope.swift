import Diagnostics

/// The names that `from` can use at one place: what stands before it in the same network or module.
struct Scope {
    /// The path of the module around, with a closing `/`; empty in the network itself.
    let prefix: String
    let input: LayerSource
    let environment: Environment
    let trace: [Diagnostic.Note]
    /// The modules around, for cycles.
    let modules: [String]
    private(set) var outputs: [String: LayerSource] = [:]
    private(set) var order: [String] = []
    private(set) var taken: [String: SourceSpan] = [:]

    init(prefix: String, input: LayerSource, environment: Environment, trace: [Diagnostic.Note], modules: [String]) {
        self.prefix = prefix
        self.input = input
        self.environment = environment
        self.trace = trace
        self.modules = modules
    }

    /// Keeps a name for the step that is being read; the place where it was taken before, if it was.
    mutating func take(_ name: String, at span: SourceSpan) -> SourceSpan? {
        if let first = taken[name] { return first }
        taken[name] = span
        return nil
    }

    /// A name that nothing has: the wanted one, or the wanted one with a number.
    func free(_ wanted: String) -> String {
        guard taken[wanted] != nil else { return wanted }
        var number = 2
        while taken["\(wanted)_\(number)"] != nil { number += 1 }
        return "\(wanted)_\(number)"
    }

    /// Makes the output of a finished step, or of something inside it, known to those that follow.
    mutating func define(_ name: String, _ output: LayerSource) {
        outputs[name] = output
        order.append(name)
    }

    subscript(name: String) -> LayerSource? {
        name == "input" ? input : outputs[name]
    }
}
