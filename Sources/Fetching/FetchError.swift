import Diagnostics

/// Something cannot be fetched: no network, a server that does not answer or has not got it.
package struct FetchError: MachineFailure, Hashable {
    /// One sentence: what could not be fetched from where, and why.
    package let description: String
    package let help: String?

    init(_ description: String, help: String?) {
        (self.description, self.help) = (description, help)
    }

    static let library = FetchError(
        "cannot compute a checksum: libcrypto does not start", help: "make sure that the machine has memory to spare")
}
