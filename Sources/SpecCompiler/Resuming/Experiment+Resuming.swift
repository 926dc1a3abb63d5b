import Diagnostics
import SpecSyntax

extension Experiment {
    /// Makes sure that a run of the spec in a file can go on with this one: that whatever differs may change on resume, by
    /// what each field says of itself. The file's name, comments, the order of keys and how values are written are no
    /// difference, nor are modules that become the same layers.
    ///
    /// - Parameter path: of the run's own spec.
    /// - Throws: `DiagnosticsError` with a mistake for each value that must stay, or when the run's spec has mistakes;
    ///   `FileError` when it cannot be read.
    package func requireContinuation(ofRunBy path: String) throws {
        let result = try SpecCompiler.compile(path)
        guard let known = result.experiment else { throw DiagnosticsError(result.diagnostics) }
        let differences = differences(from: known)
        guard differences.isEmpty else { throw DiagnosticsError(differences) }
    }

    /// What must stay and differs, at this spec's own places, with those of the run's in notes.
    private func differences(from known: Experiment) -> [Diagnostic] {
        let comparison = FieldComparison.ofLanguage()
        let network = NetworkComparison(
            known.parts.expanded, parts.expanded, by: comparison, networks: networkKeys(known))
        let settings = comparison.differences(
            of: Spec.declarations, known.parts.tree.mapping ?? [], parts.tree.mapping ?? [],
            places: (.beginning(of: known.file), .beginning(of: file)), reason: Spec.reasonToStay)
        return network.mistakes + settings.compactMap(Diagnostic.init(resuming:))
    }

    private func networkKeys(_ known: Experiment) -> (before: SourceSpan, after: SourceSpan) {
        let spans = [known, self].map { experiment in
            experiment.parts.tree.mapping?.first { $0.key == "network" }?.keySpan ?? .beginning(of: experiment.file)
        }
        return (spans[0], spans[1])
    }
}

extension Diagnostic {
    /// A value that must stay when a run goes on; nil for one that may change.
    init?(resuming difference: FieldComparison.Difference) {
        guard let reason = difference.reason else { return nil }
        let (before, after) = (difference.before, difference.after)
        let wanted = before.value.map { "must stay `\(abbreviated($0.description))`" } ?? "must stay left out"
        let found =
            switch after.value {
            case nil: "and is left out"
            case let value? where after.isWritten: "found `\(abbreviated(value.description))`"
            case let value?: "and is left out, which means `\(abbreviated(value.description))`"
            }
        self.init(
            .resume, "`\(difference.path)` \(wanted) when the run goes on, \(found): \(reason)", at: after.place,
            help: Self.helpToResume(
                before.isWritten
                    ? before.value.map { "write `\(difference.field): \(abbreviated($0.description))`" }
                    : "leave `\(difference.field)` out"),
            notes: [
                Note(
                    before.isWritten ? "the run was begun with this" : "the run was begun without it", at: before.place)
            ])
    }

    static func helpToResume(_ change: String?) -> String {
        "\(change ?? "take the run's own spec") to go on, or begin another run in another folder"
    }
}
