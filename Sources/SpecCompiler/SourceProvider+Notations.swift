import Caffe
package import SpecSyntax

extension SourceProvider {
    /// The notations that a spec can be written in; the native one is first.
    private static let notations: [Notation] = [.yaml, .prototxt]

    /// The files on the disk.
    package static let disk = SourceProvider(readsDisk: true, notations: notations)

    /// Texts by their paths, and no files.
    package static func memory(_ texts: [String: String]) -> SourceProvider {
        SourceProvider(buffers: texts, readsDisk: false, notations: notations)
    }
}
