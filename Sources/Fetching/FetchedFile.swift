/// A file as its makers distribute it.
package struct FetchedFile: Hashable, Sendable {
    package let name: String
    /// Where it is, all over HTTPS; the first that answers is taken.
    package let addresses: [String]
    package let byteCount: Int
    /// In hexadecimal digits.
    package let sha256: String
    /// Where its makers have it, for people.
    let origin: String

    package init(_ name: String, at addresses: [String], byteCount: Int, sha256: String) {
        self.init(name, at: addresses, byteCount: byteCount, sha256: sha256, origin: addresses[0])
    }

    private init(_ name: String, at addresses: [String], byteCount: Int, sha256: String, origin: String) {
        (self.name, self.addresses, self.byteCount, self.sha256) = (name, addresses, byteCount, sha256)
        self.origin = origin
    }

    /// The same from a mirror: an address of the file itself, or of what it lies in.
    package func mirrored(at mirror: String) -> FetchedFile {
        let address =
            mirror.hasSuffix("/\(name)") ? mirror : mirror.hasSuffix("/") ? mirror + name : "\(mirror)/\(name)"
        return FetchedFile(name, at: [address], byteCount: byteCount, sha256: sha256, origin: origin)
    }
}

/// An address as messages have it, without the name and the password of a user that may stand before the host's.
func withoutCredentials(_ address: String) -> String {
    guard let scheme = address.firstRange(of: "://") else { return address }
    let host = address[scheme.upperBound...].prefix { !"/?#".contains($0) }
    guard let end = host.lastIndex(of: "@") else { return address }
    return String(address[..<scheme.upperBound] + address[address.index(after: end)...])
}
