import Diagnostics
import Files
import Interchange
import Recipes
import SpecSyntax
import Training

/// A trained network as one file: weights, the resolved spec, the names of the classes, what is done to pictures, how the run
/// computed, and where all this is from.
///
/// It is a safetensors file, so that other programs read the weights. What else there is stands in its metadata, as text:
///
///     netspec-packed   1, the version of this list
///     spec             the resolved spec, in YAML
///     classes          the names of the classes in the order of the scores: ["cat","dog"]; left out where they have none
///     preprocessing    see `Preprocessing`
///     algorithms       what the run's `algorithms.tsv` holds; left out where there is none
///     origin           see `PackedOrigin`
///
/// A checksum over the whole of it is required.
package struct PackedFile: Sendable {
    package let path: String
    package let specText: String
    /// How the run computed; nil where that is not known.
    let findings: String?
    /// Where it is from; nil where that cannot be read.
    package let origin: PackedOrigin?

    static let version = 1

    enum Key: String {
        case version = "netspec-packed"
        case spec, algorithms, origin
    }

    /// - Throws: `SafetensorsError` where the file is damaged, `TrainingError` where it is no such file or a later netspec's;
    ///   `FileError`.
    package init(_ path: String) throws {
        let reader = try SafetensorsReader(path)
        let metadata = reader.metadata
        guard let version = metadata[Key.version.rawValue], let spec = metadata[Key.spec.rawValue] else {
            throw TrainingError(
                "`\(path)` must be a file that `netspec pack` wrote, and holds \(metadata.isEmpty ? "tensors" : "weights") alone",
                help:
                    "give the spec, with `--weights \(path)`; or the folder of the run, or a file that `netspec pack` made of it"
            )
        }
        guard version == "\(Self.version)" else {
            throw TrainingError(
                "`\(path)` must be packed in version \(Self.version), and is in `\(version.prefix(20))`",
                help: Int(version).map { $0 > Self.version } == true
                    ? "take a newer netspec, or pack the run with this one"
                    : "get the file again, or pack the run again")
        }
        guard reader.checksum != nil else {
            throw TrainingError(
                "`\(path)` must have a checksum, as every packed file has, and has none: it was changed",
                help: "get the file again, or pack the run again")
        }
        try reader.verify()
        // Without them the file would be taken for one that says less, and a check be left out.
        for (key, isSound) in [
            (ClassNames.key, ClassNames(metadata) != nil), (Preprocessing.metadataKey, Preprocessing(metadata) != nil),
        ] where metadata[key] != nil && !isSound {
            throw TrainingError(
                "`\(path)` is damaged: `\(key)` in its metadata cannot be read",
                help: "get the file again, or pack the run again")
        }
        guard spec.utf8.count <= SourceFile.largestSize else {
            throw TrainingError(
                "the spec in `\(path)` must have at most \(SourceFile.largestSize) bytes, found \(spec.utf8.count)",
                help: "pack the run again")
        }
        self.path = path
        specText = spec
        findings = metadata[Key.algorithms.rawValue]
        origin = metadata[Key.origin.rawValue].flatMap(PackedOrigin.init)
    }

    /// What the spec in it is called in diagnostics.
    package var specName: String { "\(path)/spec.yaml" }

    /// Whether a path leads to a file of tensors, so that whoever gives it in the place of a run or a spec means a packed one.
    package static func isMeant(by path: String) -> Bool {
        guard let status = FileStatus(path), status.kind == .file else { return false }
        if path.hasSuffix(".safetensors") { return true }
        // The length of a header, which no text begins with, and the header's brace.
        var start = [UInt8](repeating: 0, count: 9)
        guard let file = try? RegularFile(path, limit: .max),
            (try? start.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }) != nil
        else { return false }
        return start[4..<8].allSatisfy { $0 == 0 } && start[8] == UInt8(ascii: "{")
    }
}
