import Files
import FoundationEssentials

/// Where a packed file is from, in its metadata as JSON; field names are those of the file.
package struct PackedOrigin: Codable, Hashable, Sendable {
    /// The version of netspec that packed it.
    package let netspec: String
    /// The name of the run's folder; nil where weights were packed with a spec.
    package let run: String?
    /// The name of the file of weights, and the checksum of all of it; nil where it has none.
    package let weights: String
    package let checksum: String?
    /// What the weights' own metadata say: steps made, the epoch of the last, the fingerprint of the training pictures.
    package let step: Int?
    package let epoch: Int?
    package let data: String?
    /// As what the weights are stored: `float32`, `bfloat16`.
    package let precision: String
}

extension PackedOrigin {
    init?(_ text: String) {
        guard let known = try? JSONDecoder().decode(PackedOrigin.self, from: Data(text.utf8)) else { return nil }
        self = known
    }

    var text: String {
        get throws { String(decoding: try encodedJSON(self, inLines: false), as: UTF8.self) }
    }
}
