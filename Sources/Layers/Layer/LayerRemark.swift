/// What a lint says of a layer: allowed, and seldom meant.
package struct LayerRemark: Hashable, Sendable {
    package let message: String
    package let help: String
    /// The field that is to blame, where it is one.
    package let field: String?
}
