/// What fields of the spec language are called in Caffe's files, for remedies that are read beside such a file.
package enum CaffeWords {
    private static let fields = [
        "bias": "bias_term", "shift": "bias_term", "weight-init": "weight_filler", "from": "bottom",
        "round: ceil": "round_mode: CEIL",
    ]

    /// A field, or a field with a value; itself where both have one name for it.
    package static func name(of field: String) -> String { fields[field] ?? field }

    /// A sentence with all that stands in backticks as Caffe has it.
    package static func sentence(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0.isMultiple(of: 2) ? String($1) : name(of: String($1)) }.joined(separator: "`")
    }
}
