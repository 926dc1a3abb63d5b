import Diagnostics
import Files
import Pictures
package import Recipes
import SpecSyntax
import Synchronization
package import Tensors

/// Pictures that a user names to be told what they show: files, and folders with all the pictures in them. None has a class.
///
/// Each is brought to the input of a network as evaluation brings the pictures of its data to it. What cannot be decoded is left
/// out, and told afterwards.
package final class GivenPictures: PictureSet {
    /// A picture that cannot be used, and what is wrong with it.
    package struct Refusal: Sendable {
        /// Of the picture, or of the folder in which something cannot be reached.
        package let path: String
        package let message: String
        package let help: String?
    }

    private let pictures: [GivenPicture]
    private let reader: PictureFileReader
    /// How pictures become those of a data set that has a shape of its own; nil where the settings say how.
    private let fit: PictureFit?
    private let refused: Mutex<[Int: Refusal]>
    /// What was met on the way to the pictures: paths that lead nowhere, links that lead back.
    private let unreachable: [Refusal]

    /// - Parameters:
    ///   - settings: of the data that a network was trained on, fitted to its input.
    ///   - pixelLimit: a picture of more is refused.
    ///   - unreachable: what was met on the way to the pictures.
    package init(
        _ pictures: [GivenPicture], for settings: DataSettings, pixelLimit: Int = .max, unreachable: [Refusal] = []
    ) {
        (self.pictures, self.unreachable) = (pictures, unreachable)
        reader = PictureFileReader(channels: settings.source.channels, pixelLimit: pixelLimit)
        fit = settings.fit == nil ? settings.source.shape.map { ResizeChoice.usual.fit(to: $0) } : nil
        refused = Mutex([:])
    }

    /// Files, in the order in which they are named, those of a folder in the order of the bytes of their paths.
    ///
    /// - Parameters:
    ///   - arguments: paths of files and folders.
    ///   - settings: of the data that a network was trained on, fitted to its input.
    /// - Throws: `FileError` where a folder cannot be read. What is not there, and a folder without a picture, is refused with the pictures
    ///   that cannot be used.
    package convenience init(_ arguments: [String], for settings: DataSettings) throws {
        var (paths, unreachable) = ([String](), [Refusal]())
        for argument in arguments {
            guard let status = FileStatus(argument) else {
                let fault = LinkFault(argument)
                unreachable.append(
                    Refusal(
                        path: argument,
                        message: fault.map { "`\(argument)` \($0.predicate)" }
                            ?? "there is no file or folder `\(argument)`",
                        help: fault == nil ? "check the path" : "remove the link, or mend it"))
                continue
            }
            if status.kind == .folder {
                paths += try Self.pictures(in: argument, &unreachable)
            } else {
                paths.append(argument)
            }
        }
        self.init(paths.map { .file($0) }, for: settings, unreachable: unreachable)
    }

    private static func pictures(in folder: String, _ unreachable: inout [Refusal]) throws -> [String] {
        var walk = FolderWalk(surveying: folder)
        var paths: [String] = []
        try walk.forEachPicture(in: "") { item, _ in paths.append(joined(folder, item.path)) }
        let faults = walk.skipped.unnumbered
        unreachable += faults.map { Refusal(path: folder, message: $0.message, help: $0.help) }
        if paths.isEmpty, faults.isEmpty {
            unreachable.append(
                Refusal(
                    path: folder, message: "`\(folder)` must hold pictures, and holds none",
                    help: "name a folder with JPEG, PNG or WebP files"))
        }
        return paths
    }

    package var count: Int { pictures.count }

    /// What each picture is called: its path, where it is a file.
    package var paths: [String] { pictures.map(\.name) }

    /// No picture has a class; the first stands for all.
    package func label(of index: Int) -> Int { 0 }

    /// Those of pictures that were read, by their places among the pictures.
    package var refusalsByPlace: [Int: Refusal] { refused.withLock { $0 } }

    /// What cannot be reached, then the pictures that were read and cannot be used, in their order.
    package var refusals: [Refusal] {
        unreachable + refused.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// - Throws: `SkippedPicture` for one that cannot be used; `OutOfMemory`.
    package func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        let form = fit.map { .shown($0, .middle) } ?? form
        do {
            switch pictures[index] {
            case .file(let path): return try reader.read(path, as: form, into: &room)
            case .bytes(let bytes, name: _): return try reader.read(bytes, as: form, into: &room)
            case .pixels(let planes, let shape, name: _):
                return try reader.read(planes: planes, of: shape, as: form, into: &room)
            }
        } catch let error as PictureError {
            try refuse(index, error.sentence(about: pictures[index].subject), help: error.help)
        } catch let error as FileError {
            try refuse(index, "\(error)", help: "make sure that the file can be read")
        }
    }

    private func refuse(_ index: Int, _ message: String, help: String?) throws -> Never {
        refused.withLock { $0[index] = Refusal(path: pictures[index].name, message: message, help: help) }
        throw SkippedPicture(mistake: message)
    }

    package func add(to fingerprint: inout Fingerprint) {
        for picture in pictures { fingerprint.add(picture.name) }
    }
}
