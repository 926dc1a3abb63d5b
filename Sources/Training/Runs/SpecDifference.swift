import Diagnostics
import SpecSyntax

/// The first place where two resolved specs ask for different trainings.
///
/// How often is evaluated may differ, and the number of epochs, if no rate depends on it: the steps stay the same.
struct SpecDifference: CustomStringConvertible {
    private let path: String
    private let before: String
    private let after: String

    var description: String {
        "`\(path.isEmpty ? "the spec" : path)` is \(before) in the run and \(after) in the spec given"
    }

    /// Nil when there is no difference that matters.
    init?(from known: String, to given: String) {
        guard known != given else { return nil }
        let trees = [known, given].map {
            YAMLReader.read(SourceFile(path: "spec.yaml", text: $0), into: DiagnosticCollector())
        }
        guard let known = trees[0], let given = trees[1] else {
            self.init(path: "", before: "no sound YAML", after: "another text")
            return
        }
        var search = Search(mayDiffer: ["train.evaluate-every"])
        if !ratesDependOnLength(given) { search.mayDiffer.insert("train.epochs") }
        guard let found = search.find(known, given, at: "") else { return nil }
        self = found
    }

    fileprivate init(path: String, before: String, after: String) {
        self.path = path
        self.before = before
        self.after = after
    }
}

/// Whether another number of epochs would change steps that are made already.
private func ratesDependOnLength(_ spec: SyntaxNode) -> Bool {
    guard let train = spec["train"], let entries = train.mapping else { return true }
    let fields = FieldReader(
        entries, of: "train", at: train.span, context: FieldContext(collector: DiagnosticCollector()))
    return TrainSettings.read(fields).schedule.dependsOnLength
}

/// Walks two trees side by side.
private struct Search {
    /// The paths below which a difference does not matter.
    var mayDiffer: Set<String>

    func find(_ known: SyntaxNode?, _ given: SyntaxNode?, at path: String) -> SpecDifference? {
        if mayDiffer.contains(path) { return nil }
        let difference = SpecDifference(
            path: path, before: known?.foundText ?? "left out", after: given?.foundText ?? "left out")
        guard let known, let given else { return known == nil && given == nil ? nil : difference }
        if let known = known.mapping, let given = given.mapping {
            let keys = known.map(\.key) + given.map(\.key).filter { key in !known.contains { $0.key == key } }
            let (old, new) = (byKey(known), byKey(given))
            for key in keys {
                let inner = path.isEmpty ? key : "\(path).\(key)"
                if let found = find(old[key], new[key], at: inner) { return found }
            }
            return nil
        }
        if let known = known.sequence, let given = given.sequence {
            for place in 0..<max(known.count, given.count) {
                let inner = "\(path)[\(place)]"
                let old = known.indices.contains(place) ? known[place] : nil
                let new = given.indices.contains(place) ? given[place] : nil
                if let found = find(old, new, at: inner) { return found }
            }
            return nil
        }
        if let known = known.scalar, let given = given.scalar, known.text == given.text { return nil }
        return difference
    }

    private func byKey(_ entries: [SyntaxNode.Entry]) -> [String: SyntaxNode] {
        Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
    }
}
