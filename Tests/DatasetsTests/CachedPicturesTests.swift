import Datasets
import Files
import Foundation
import Recipes
import SpecSyntax
import Tensors
import TestSupport
import Testing

/// Pictures of several sizes with a pattern in each.
private func pattern(_ number: Int, height: Int, width: Int) -> [UInt8] {
    var random = KeyedRandom(seed: 1, purpose: .synthesis, number)
    let planes = (0..<3 * height * width).map { _ in UInt8(random.below(256)) }
    return PNGFile.bytes(planes: planes, channels: 3, height: height, width: width)
}

@Suite(.serialized, .timeLimit(.minutes(1))) struct CachedPicturesTests {
    private let folder: TemporaryFolder
    private let pictures: FolderPictures
    private let fit = PictureFit(channels: 3, size: Extent(6), way: .cover(Extent(8)))

    init() throws {
        folder = try TemporaryFolder()
        for number in 0..<70 {
            try folder.write(
                pattern(number, height: 8 + number % 5, width: 9 + number % 3),
                to: "set/\(number % 2 == 0 ? "a" : "b")/\(number).png")
        }
        pictures = try Self.pictures(of: folder)
    }

    private static func pictures(
        of folder: TemporaryFolder, skipped: SkippedPictures = SkippedPictures(.stop)
    ) throws -> FolderPictures {
        var walk = FolderWalk(root: folder["set"], skipped: skipped)
        let classes = try ClassFolders(of: "", &walk)
        return FolderPictures(
            try classes.table(of: classes.names, mayBeEmpty: false, &walk), channels: 3, split: .train, skipped: skipped
        )
    }

    private func disk(_ pictures: FolderPictures? = nil) -> DiskPictureStore {
        DiskPictureStore(for: pictures ?? self.pictures, fit, in: folder["cache"])
    }

    private func bytes(_ set: any PictureSet, _ form: PictureForm) throws -> [[UInt8]] {
        try (0..<set.count).map { index in
            var room = PictureRoom()
            let shape = try set.read(index, as: form, into: &room)
            return shape.lengths.map { UInt8($0) } + Array(try room.bytes(shape.elementCount))
        }
    }

    private func expectAlike(_ cached: CachedPictures) throws {
        #expect(try bytes(cached, .resized(fit)) == bytes(pictures, .resized(fit)))
        for place in CropPlace.allCases {
            #expect(try bytes(cached, .shown(fit, place)) == bytes(pictures, .shown(fit, place)))
        }
        #expect((0..<70).map(cached.label) == (0..<70).map(pictures.label))
    }

    @Test func memoryShowsTheSame() throws {
        try expectAlike(CachedPictures(pictures, fit, in: MemoryPictureStore(limit: nil)) { _ in })
    }

    @Test func diskShowsTheSame() throws {
        try expectAlike(CachedPictures(pictures, fit, in: disk()) { _ in })
        #expect(disk().isFilled)
        // Nothing is decoded again.
        try folder.write("", to: "set/a/0.png")
        let kept = try CachedPictures(pictures, fit, in: disk()) { _ in }
        #expect(try bytes(kept, .resized(fit)).count == 70)
        #expect(folder.names("cache").count == 1)
    }

    /// In order, whatever the threads have time for, and never more than fits and what each thread is at.
    @Test(arguments: [1, 3], [0, 1, 1000, 1 << 20]) func fillingKeepsFewPictures(threads: Int, mostBytes: Int) throws {
        let filler = try CacheFiller(pictures, .resized(fit), threads: threads, mostChunkBytes: mostBytes) { _ in }
        var found: [[UInt8]] = []
        while let (shape, bytes) = try filler.next() {
            found.append(try #require(shape).lengths.map { UInt8($0) } + Array(bytes))
            // The largest is 8×11.
            #expect(filler.heldByteCount <= mostBytes + threads * 3 * 8 * 11)
        }
        #expect(try found == bytes(pictures, .resized(fit)))
    }

    @Test func aChangedPictureMakesTheCacheStale() throws {
        _ = try CachedPictures(pictures, fit, in: disk()) { _ in }
        try folder.write(pattern(500, height: 8, width: 9), to: "set/a/0.png")
        let changed = try Self.pictures(of: folder)
        #expect(!disk(changed).isFilled)
        _ = try CachedPictures(changed, fit, in: disk(changed)) { _ in }
        #expect(disk(changed).isFilled)
        #expect(folder.names("cache").count == 1)
    }

    /// What a killed program left is removed, and what another one writes is not.
    @Test func leftoversAreRemovedBeforeFilling() throws {
        try folder.write("a part", to: "cache/.netspec-1.partial")
        try DurableFile.write(to: folder["cache/other"]) { file in
            try [1, 2, 3].withUnsafeBytes { try file.append($0) }
            _ = try CachedPictures(pictures, fit, in: disk()) { _ in }
        }
        #expect(folder.names("cache").filter { $0.hasSuffix(".partial") } == [])
        #expect(try folder.bytes("cache/other").count == 3 * MemoryLayout<Int>.size)
    }

    @Test func aDamagedPictureIsNoticed() throws {
        _ = try CachedPictures(pictures, fit, in: disk()) { _ in }
        let name = "cache/" + folder.names("cache")[0]
        var damaged = try folder.bytes(name)
        damaged[10] ^= 1
        try folder.write(damaged, to: name)
        let cached = try CachedPictures(pictures, fit, in: disk()) { _ in }
        #expect(
            throws: DataError(
                "the cache of the pictures, `\(folder[name])`, is damaged at picture 0",
                help: "remove the file: it is made again by the next run")
        ) { try bytes(cached, .resized(fit)) }
    }

    @Test(arguments: [1, 20, 39, 41, 600, 1000]) func aDamagedTableIsNoCache(fromEnd: Int) throws {
        _ = try CachedPictures(pictures, fit, in: disk()) { _ in }
        let name = "cache/" + folder.names("cache")[0]
        let whole = try folder.bytes(name)
        var damaged = whole
        damaged[whole.count - fromEnd] ^= 0x10
        try folder.write(damaged, to: name)
        #expect(!disk().isFilled)
        try folder.write(Array(whole.dropLast(fromEnd)), to: name)
        #expect(!disk().isFilled)
        _ = try CachedPictures(pictures, fit, in: disk()) { _ in }
        #expect(try folder.bytes(name) == whole)
    }

    @Test func whatDoesNotFitIntoMemoryIsRefused() throws {
        let error = #expect(throws: CacheTooLarge.self) {
            try CachedPictures(pictures, fit, in: MemoryPictureStore(limit: 1000)) { _ in }
        }
        #expect(error?.limit == 1000)
        #expect((error?.byteCount ?? 0) > 1000)
    }

    @Test func damagedPicturesAreLeftOut() throws {
        try folder.write("no picture", to: "set/b/1.png")
        let skipped = SkippedPictures(.skip)
        let pictures = try Self.pictures(of: folder, skipped: skipped)
        let index = try #require((0..<70).first { pictures.table.name(of: $0) == "b/1.png" })
        for store: any PictureStore in [MemoryPictureStore(limit: nil), disk(pictures)] {
            let cached = try CachedPictures(pictures, fit, in: store) { _ in }
            var room = PictureRoom()
            #expect(throws: SkippedPicture.self) { try cached.read(index, as: .resized(fit), into: &room) }
            #expect(skipped.count == 1)
        }
    }
}
