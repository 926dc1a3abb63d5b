import Diagnostics
import Files
import Pictures
import Recipes
package import Tensors

/// Pictures in files, decoded when they are wanted.
package final class FolderPictures: PictureSet {
    package let table: PictureTable
    let channels: Int
    let split: Dataset.Split
    private let skipped: SkippedPictures
    private let reader: PictureFileReader

    package init(_ table: PictureTable, channels: Int, split: Dataset.Split, skipped: SkippedPictures) {
        self.table = table
        self.channels = channels
        self.split = split
        self.skipped = skipped
        reader = PictureFileReader(channels: channels)
    }

    package var count: Int { table.count }
    package func label(of index: Int) -> Int { table.label(of: index) }
    package func add(to fingerprint: inout Fingerprint) { table.add(to: &fingerprint) }
    package func name(of index: Int) -> String? { table.name(of: index) }
    package func substitute(for index: Int) -> Int? { table.next(ofClassOf: index) }

    /// - Throws: `SkippedPicture` for one that cannot be decoded where such are left out; `DataError` where not, and for a file
    ///   that is not any more what it was.
    package func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        let path = table.path(of: index)
        do {
            try requireUnchanged(index, path)
            return try reader.read(path, as: form, into: &room)
        } catch let error as PictureError {
            try skip(index, error.sentence(about: "`\(path)`"), help: error.help)
        } catch let error as FileError {
            try skip(index, "\(error)", help: "make sure that the file can be read")
        }
    }

    private func skip(_ index: Int, _ mistake: String, help: String?) throws -> Never {
        let number = Dataset.Split.allCases.firstIndex(of: split).map { $0 << 48 + index }
        try skipped.report(mistake, help: help, number: number)
        throw SkippedPicture(mistake: mistake)
    }

    private func requireUnchanged(_ index: Int, _ path: String) throws(DataError) {
        guard let status = FileStatus(path) else {
            throw DataError(
                "`\(path)` was there when the pictures were counted, and cannot be found any more",
                help: "put the file back; a run goes on from its last checkpoint with `--resume`")
        }
        guard table.isUnchanged(index, status) else {
            throw DataError(
                "`\(path)` was changed while the run went on",
                help:
                    "put the file back as it was, or begin another run; one goes on from its last checkpoint with `--resume`"
            )
        }
    }
}
