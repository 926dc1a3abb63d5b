import COneDNN

/// What oneDNN refused, under oneDNN's own name for the reason.
package struct OneDNNError: Error, Hashable, CustomStringConvertible {
    /// oneDNN's status name, for example `unimplemented`.
    package let status: String
    /// What was being made or done, for example `convolution forward`.
    package let operation: String

    package init(status: String, operation: String) {
        self.status = status
        self.operation = operation
    }

    package var description: String { "oneDNN could not do `\(operation)`: \(status)" }

    /// Whether the library lacks this operation for these shapes or this processor, so that another candidate may do.
    package var isUnimplemented: Bool { status == "unimplemented" }
}

/// Throws if `status` is not success. `operation` is only evaluated then.
@inline(__always)
func check(_ status: ConedStatus, _ operation: @autoclosure () -> String) throws {
    guard status == ConedStatusSuccess else {
        throw OneDNNError(status: String(cString: coned_status_name(status)), operation: operation())
    }
}
