package import Networks

/// A place among the channels of a value.
package struct ChannelSlice: Hashable, Sendable {
    /// The value that holds the place; it may itself be a slice of another.
    package let whole: Value
    package let firstChannel: Int
}
