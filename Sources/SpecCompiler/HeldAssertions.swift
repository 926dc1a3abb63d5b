import Diagnostics
import SpecModules

/// The assertions of a spec that are held to the network: one that does not hold is an error. The others are told as warnings:
/// what changes a network often changes what was asserted of it, and who only looks wants to see by how much.
package enum HeldAssertions: Sendable {
    case all
    /// Those of what is not changed: none where `--set` changes something, and not those of a base that a spec extends.
    case unchanged
    case none

    /// What an assertion at some place is where it does not hold.
    func severity(at span: SourceSpan, of spec: ExtendedSpec, isOverridden: Bool) -> Diagnostic.Severity {
        switch self {
        case .all: .error
        case .none: .warning
        case .unchanged:
            isOverridden || spec.bases.contains { $0.path == span.file.path } ? .warning : .error
        }
    }
}
