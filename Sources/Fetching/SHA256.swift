import CCrypto
import Files

/// SHA-256 (FIPS 180-4), by libcrypto.
package final class SHA256 {
    private let digest: OpaquePointer

    /// - Throws: `FetchError` where the library does not start.
    init() throws(FetchError) {
        guard let digest = ccrypto_sha256() else { throw .library }
        self.digest = digest
    }

    func add(_ bytes: UnsafeRawBufferPointer) throws(FetchError) {
        guard ccrypto_add(digest, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count) == 1 else {
            throw .library
        }
    }

    /// Of all that was added, in hexadecimal digits. Nothing can be added afterwards.
    func text() throws(FetchError) -> String {
        var bytes = [UInt8](repeating: 0, count: Int(CCRYPTO_SHA256_LENGTH))
        guard ccrypto_end(digest, &bytes) == 1 else { throw .library }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Of a file.
    ///
    /// - Throws: `FileError`, `FetchError`
    package static func text(ofFile path: String) throws -> String {
        let file = try RegularFile(path, limit: Int.max)
        let digest = try SHA256()
        try file.forEachPart(of: 0..<file.byteCount) { try digest.add($0) }
        return try digest.text()
    }

    deinit { ccrypto_free(digest) }
}
