import Caffe
package import SpecSyntax

extension SourceProvider {
    /// The notations that a spec can be written in; the native one is first.
    private static let notations: [Notation] = [.yaml, .prototxt]

    /// The files on the disk.
    package static let disk = SourceProvider(readsDisk: true, notations: notations)

    /// The files on the disk, and in the place of some the texts that an editor has of them.
    package static func disk(editing texts: [String: String]) -> SourceProvider {
        SourceProvider(buffers: texts, readsDisk: true, notations: notations)
    }

    /// Texts by their paths, and no files.
    package static func memory(_ texts: [String: String]) -> SourceProvider {
        SourceProvider(buffers: texts, readsDisk: false, notations: notations)
    }
}
