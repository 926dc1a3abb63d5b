/// A file as its makers distribute it.
package struct FetchedFile: Hashable, Sendable {
    package let name: String
    /// Where it is, all over HTTPS; the first that answers is taken.
    package let addresses: [String]
    package let byteCount: Int
    /// In hexadecimal digits.
    package let sha256: String

    package init(_ name: String, at addresses: [String], byteCount: Int, sha256: String) {
        (self.name, self.addresses, self.byteCount, self.sha256) = (name, addresses, byteCount, sha256)
    }

    /// The same from a mirror: an address of the file itself, or of what it lies in.
    package func mirrored(at mirror: String) -> FetchedFile {
        let address =
            mirror.hasSuffix("/\(name)") ? mirror : mirror.hasSuffix("/") ? mirror + name : "\(mirror)/\(name)"
        return FetchedFile(name, at: [address], byteCount: byteCount, sha256: sha256)
    }
}
