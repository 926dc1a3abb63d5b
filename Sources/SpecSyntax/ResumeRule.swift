/// Whether a field may have another value when a run that was begun with one goes on.
package enum ResumeRule: Sendable {
    /// The rule of the field that holds this one; of a whole spec, that the value must stay.
    case asAround
    /// What was trained so far would have been the same.
    case mayChange
    /// What was trained so far would have been something else, or what follows would not fit it; the text says why:
    /// `the order of the pictures depends on it`.
    case mustStay(String)
    /// The value must stay, for this reason, where the fields that stand in the same mapping say so.
    case mustStayWhere(String, @Sendable ([SyntaxNode.Entry]) -> Bool)

    /// Why the value must stay; nil where it may change.
    ///
    /// - Parameters:
    ///   - around: why what holds the field must stay; nil where it may change.
    ///   - siblings: the mappings in which the field stands.
    func reason(around: String?, siblings: [[SyntaxNode.Entry]]) -> String? {
        switch self {
        case .asAround: around
        case .mayChange: nil
        case .mustStay(let reason): reason
        case .mustStayWhere(let reason, let holds): siblings.contains(where: holds) ? reason : nil
        }
    }
}
