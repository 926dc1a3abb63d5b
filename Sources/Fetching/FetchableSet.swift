package import Datasets
import Files

/// A data set that can be fetched: its files, and what they come to.
package struct FetchableSet: Sendable {
    /// The name in specs, or of what it is.
    package let name: String
    /// The folder that holds it: in an archive its outermost one.
    package let folder: String
    package let files: [FetchedFile]
    /// What its one file, an archive, may unpack to; nil for files that are taken as they are.
    package let archive: TarArchive.Limits?
    package let content: Content
    /// What a spec says to use it.
    package let source: String

    /// By what it is known to be whole.
    package enum Content: Sendable {
        /// Files, each by one of its names with the length that it has under that.
        case files([[String: Int]])
        /// Folders of folders with so many files in all.
        case pictures([String: Int])
    }

    package init(
        _ name: String, folder: String, files: [FetchedFile], archive: TarArchive.Limits? = nil, content: Content,
        source: String? = nil
    ) {
        (self.name, self.folder, self.files, self.archive, self.content) = (name, folder, files, archive, content)
        self.source = source ?? name
    }

    /// The same from a mirror, an address of what its files lie in or of its one file.
    package func mirrored(at mirror: String) -> FetchableSet {
        FetchableSet(
            name, folder: folder, files: files.map { $0.mirrored(at: mirror) }, archive: archive, content: content,
            source: source)
    }

    /// Whether a folder holds all of the set.
    func isWhole(in folder: String) -> Bool {
        switch content {
        case .files(let files):
            files.allSatisfy { $0.contains { length(ofFile: "\(folder)/\($0.key)") == $0.value } }
        case .pictures(let counts):
            counts.allSatisfy { Self.pictures(in: "\(folder)/\($0.key)") == $0.value }
        }
    }

    /// The files in the folders of a folder, hidden ones left out.
    private static func pictures(in folder: String) -> Int {
        func shown(_ folder: String) -> [String] {
            ((try? names(inFolder: folder)) ?? []).filter { !$0.hasPrefix(".") }
        }
        return shown(folder).reduce(0) { $0 + shown("\(folder)/\($1)").count }
    }
}
