package import Diagnostics
package import Networks
package import SpecModules
package import SpecSyntax

/// What came of a spec: every stage on the way to an experiment that could be reached, each as far as it goes, and what is
/// wrong.
///
/// Whatever tells of a spec or changes it (`validate`, `why`, `expand`, an editor) reads these records.
package struct Compilation: Sendable {
    package let stages: Stages
    package let references: ReferenceTable
    /// In the order in which a reader meets the places.
    package let diagnostics: [Diagnostic]
    /// The spec, and every file that it names and that was read or looked for.
    package let files: [String]
    /// Nil when there are errors.
    package let experiment: Experiment?
}

extension Compilation {
    /// What a text became, stage by stage. A stage is nil where it was not reached.
    package struct Stages: Sendable {
        /// The spec's own text; nil where it is none.
        package internal(set) var file: SourceFile?
        /// As it is written.
        package internal(set) var tree: SyntaxNode?
        /// With what it extends and `--set` in it.
        package internal(set) var whole: ExtendedSpec?
        /// The top level, its fields read.
        package internal(set) var spec: Spec?
        package internal(set) var library: ModuleLibrary?
        package internal(set) var expanded: ExpandedNetwork?
        package internal(set) var built: BuiltNetwork?
    }
}
