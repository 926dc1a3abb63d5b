import Files
import FoundationEssentials
package import Recipes

/// What a file of weights says of itself in its metadata.
package struct WeightsDescription: Sendable {
    /// The classes that they were learned for; nil where the file does not say so.
    package let classes: ClassNames?
    /// What is done to pictures before the network sees them; nil where the file does not say so, as that of an earlier version of
    /// netspec or of another program.
    package let preprocessing: Preprocessing?
    /// All of it, what belongs to the checksum left out.
    package let metadata: [String: String]
    /// Of the whole file; nil in one without.
    package let checksum: String?

    init(_ metadata: [String: String], checksum: String?) {
        classes = ClassNames(metadata)
        preprocessing = Preprocessing(metadata)
        self.metadata = metadata
        self.checksum = checksum
    }
}

extension Preprocessing {
    /// Of the metadata of weights.
    package static let metadataKey = "preprocessing"

    /// - Parameter metadata: of a file of weights; nil where it has none that can be read.
    package init?(_ metadata: [String: String]) {
        guard let text = metadata[Self.metadataKey],
            let known = try? JSONDecoder().decode(Preprocessing.self, from: Data(text.utf8))
        else { return nil }
        self = known
    }

    /// As metadata have it.
    package var metadataText: String {
        (try? encodedJSON(self, inLines: false)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
