/// The forms of a padding beside a number and `[height, width]`.
package enum PaddingForm {
    /// Rules that compute it from kernel, stride and picture.
    package static let words = ["half", "same-upper", "same"]
    /// The fields of a mapping that tells both sides apart.
    package static let sides = ["before", "after"]

    /// Completes "a whole number, `[height, width]`, ".
    package static let description = "`{before, after}`, `half`, `same-upper` or `same`"
}
