import Files
import Glibc
import Pixels
package import Recipes
package import Tensors

/// Pictures one after the other in a file of the user's cache folder, `netspec/pictures/`.
///
/// The file is named by the folder of the pictures, the split and what they are resized to; a new one takes its place whole. It
/// ends in a table and a seal: what the pictures were made from, so that a stale file shows, and the table's place and checksum.
/// Each picture has a checksum of its own, looked at when it is read, so that a damaged file shows too.
package struct DiskPictureStore: PictureStore {
    private let path: String
    /// What the pictures are made from: files, lengths, times of change, and what they are resized to.
    private let key: UInt64
    private let count: Int
    private var file: RegularFile?
    private var places: [PicturePlace] = []

    private static let version: UInt64 = 2

    /// In the user's cache folder.
    ///
    /// - Throws: `DataError` when there is none.
    init(for pictures: FolderPictures, _ fit: PictureFit) throws(DataError) {
        guard let cache = cacheFolder else {
            throw DataError(
                "`cache: disk` needs a folder to keep pictures in, and neither `XDG_CACHE_HOME` nor `HOME` names one",
                help: "set `XDG_CACHE_HOME`, or write `cache: memory`")
        }
        self.init(for: pictures, fit, in: "\(cache)/netspec/pictures")
    }

    package init(for pictures: FolderPictures, _ fit: PictureFit, in folder: String) {
        var (name, key) = (Fingerprint(), Fingerprint())
        name.add(absolutePath(pictures.table.root) ?? pictures.table.root)
        name.add(pictures.split.rawValue)
        for number in Self.numbers(fit) {
            name.add(number)
            key.add(number)
        }
        pictures.table.add(to: &key)
        pictures.table.addChanges(to: &key)
        path = "\(folder)/\(name).pictures"
        self.key = key.bits
        count = pictures.count
        open()
    }

    private static func numbers(_ fit: PictureFit) -> [UInt64] {
        [
            version, UInt64(fit.channels), UInt64(fit.leastSize.height), UInt64(fit.leastSize.width),
            fit.way == .stretch ? 1 : 0,
        ]
    }

    package var isFilled: Bool { file != nil }

    /// Takes the file where it is whole and made from these pictures.
    private mutating func open() {
        guard let file = try? RegularFile(path, limit: Int.max), let seal = PictureSeal(file), seal.key == key,
            seal.count == count, let places = PicturePlace.table(of: file, seal)
        else { return }
        (self.file, self.places) = (file, places)
    }

    package mutating func fill(
        count: Int, _ next: () throws -> (shape: Shape?, bytes: UnsafeMutableBufferPointer<UInt8>)?
    ) throws {
        let folder = Files.folder(of: path)
        try makeFolders(folder)
        // As large as the cache itself, where the program was killed while it was filled.
        try DurableFile.removeLeftovers(in: folder)
        var places: [PicturePlace] = []
        places.reserveCapacity(count)
        var offset = 0
        try DurableFile.write(to: path) { file in
            while let picture = try next() {
                guard let shape = picture.shape else {
                    places.append(PicturePlace(offset: offset, shape: nil, checksum: 0))
                    continue
                }
                let bytes = UnsafeRawBufferPointer(picture.bytes)
                var crc = CRC32()
                crc.add(bytes)
                places.append(PicturePlace(offset: offset, shape: shape, checksum: crc.value))
                try file.append(bytes)
                offset += bytes.count
            }
            let table = places.flatMap(\.bytes)
            try table.withUnsafeBytes { try file.append($0) }
            var crc = CRC32()
            crc.add(table)
            let seal = PictureSeal(key: key, count: places.count, tableStart: offset, tableChecksum: crc.value)
            try seal.bytes.withUnsafeBytes { try file.append($0) }
        }
        open()
        guard isFilled else {
            throw FileError(.read, path, .refused("it is not what was just written"), help: "write `cache: none`")
        }
    }

    package func shape(of index: Int) -> Shape? { places[index].shape }

    package func withPicture<Result>(
        _ index: Int, _ shape: Shape, _ room: inout PictureRoom,
        _ body: (UnsafeBufferPointer<UInt8>, inout PictureRoom) throws -> Result
    ) throws -> Result {
        guard let file else { preconditionFailure("a store is filled before it is read") }
        let bytes = try room.scratch(shape.elementCount)
        try file.read(into: UnsafeMutableRawBufferPointer(bytes), at: places[index].offset)
        var crc = CRC32()
        crc.add(UnsafeRawBufferPointer(bytes))
        guard crc.value == places[index].checksum else {
            throw DataError(
                "the cache of the pictures, `\(path)`, is damaged at picture \(index)",
                help: "remove the file: it is made again by the next run")
        }
        return try body(UnsafeBufferPointer(bytes), &room)
    }
}
