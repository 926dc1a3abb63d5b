import Datasets
import Files
import Foundation
import Pixels
import Recipes
import SpecSyntax
import Tensors
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct FolderPicturesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for number in 0..<4 {
            try folder.write(shade(UInt8(number)), to: "a/\(number).png")
            try folder.write(shade(UInt8(10 + number)), to: "b/\(number).png")
        }
    }

    private func open(_ onError: PictureFolder.ErrorPolicy = .stop) throws -> (DataSettings, Dataset) {
        let settings = settings(folder.path, onError: onError)
        return (settings, try settings.open(in: nil))
    }

    /// The shades of the batches of a split, picture by picture.
    private func shades(
        _ settings: DataSettings, _ set: Dataset, _ plan: BatchPlan, threads: Int = 2, batches: Int = .max
    ) throws -> [[Int]] {
        let loader = try BatchLoader(set, .train, settings: settings, plan: plan, threads: threads)
        var found: [[Int]] = []
        while found.count < batches, let batch = try loader.next() {
            let size = batch.pictureSize
            found.append((0..<batch.count).map { Int((batch.pixels[$0 * size] * 255).rounded()) })
            #expect(batch.pixels[(batch.count * size)...].allSatisfy { $0 == 0 })
            #expect(batch.samples[batch.count...].allSatisfy { $0 == -1 })
        }
        return found
    }

    @Test func loadsPicturesInOrder() throws {
        let (settings, set) = try open()
        #expect(
            try shades(settings, set, BatchPlan(.evaluation, batchSize: 3)) == [[0, 1, 2], [3, 10, 11], [12, 13]])
    }

    @Test func aDamagedPictureStopsTheRunWithItsName() throws {
        let whole = shade(11)
        try folder.write(Array(whole.dropLast(30)), to: "b/1.png")
        let (settings, set) = try open()
        let error = #expect(throws: DataError.self) {
            try shades(settings, set, BatchPlan(.evaluation, batchSize: 3))
        }
        #expect(error?.message.hasPrefix("`\(folder["b/1.png"])` is ") == true)
        #expect(
            error?.help?.hasSuffix("or write `on-error: skip` in `folder` to leave out what cannot be decoded") == true)
    }

    @Test func evaluationLeavesDamagedPicturesOut() throws {
        for name in ["a/1.png", "a/3.png", "b/0.png", "b/1.png"] { try folder.write("no picture", to: name) }
        let (settings, set) = try open(.skip)
        // The second batch has no picture left, and is none.
        #expect(try shades(settings, set, BatchPlan(.evaluation, batchSize: 3)) == [[0, 2], [12, 13]])
        #expect(set.skipped?.count == 4)
        #expect(try shades(settings, set, BatchPlan(.evaluation, batchSize: 3)) == [[0, 2], [12, 13]])
        #expect(set.skipped?.count == 4)
        #expect(set.skipped?.lines.first == "4 pictures could not be used and were left out")
    }

    @Test(arguments: [1, 3]) func trainingTakesOthersOfTheClass(threads: Int) throws {
        for name in ["a/1.png", "a/2.png", "b/3.png"] { try folder.write("no picture", to: name) }
        let (settings, set) = try open(.skip)
        let ordered = DataSettings(source: settings.source, shuffles: false).fitted(to: [3, 2, 2])
        let plain = DataSettings(
            source: ordered.source, normalization: Normalization.none(channels: 3), shuffles: false
        ).fitted(to: [3, 2, 2])
        #expect(
            try shades(plain, set, BatchPlan(.training, batchSize: 8), threads: threads, batches: 2)
                == [[0, 3, 3, 3, 10, 11, 12, 10], [0, 3, 3, 3, 10, 11, 12, 10]])
    }

    @Test func aClassWithoutAnyPictureEndsTraining() throws {
        for number in 0..<4 { try folder.write("no picture", to: "a/\(number).png") }
        let (settings, set) = try open(.skip)
        #expect(
            throws: DataError(
                "no picture of one class of the train split can be used",
                help: "get the files again, or remove the class")
        ) { try shades(settings, set, BatchPlan(.training, batchSize: 8), batches: 1) }
    }

    @Test(arguments: [PictureFolder.ErrorPolicy.stop, .skip])
    func aFileThatIsRemovedOrChangedIsNamed(policy: PictureFolder.ErrorPolicy) throws {
        let (_, set) = try open(policy)
        try folder.remove("a/0.png")
        try folder.write(shade(1, side: 3), to: "a/1.png")
        let removed = #expect(throws: DataError.self) { try set.train.bytes(of: 0) }
        #expect(
            removed?.message
                == "`\(folder["a/0.png"])` was there when the pictures were counted, and cannot be found any more")
        let changed = #expect(throws: DataError.self) { try set.train.bytes(of: 1) }
        #expect(changed?.message == "`\(folder["a/1.png"])` was changed while the run went on")
        #expect(set.skipped?.count == 0)
    }

    @Test(arguments: [(20_000, 400_000_000), (2_147_483_647, 4_611_686_014_132_420_609)])
    func aHugePictureIsRefusedBeforeMemoryIsTakenForIt(length: Int, area: Int) throws {
        try folder.write(PNGFile.headerOnly(height: length, width: length), to: "a/0.png")
        let (_, set) = try open()
        let error = #expect(throws: DataError.self) { try set.train.bytes(of: 0) }
        #expect(
            error?.message
                == "`\(folder["a/0.png"])` must have at most 89478485 pixels, found \(length)×\(length) = \(area)")
    }

    /// So little of a file of 1 KB is a picture of 180 MB.
    @Test func aLongStripIsNotResizedToAHugePicture() throws {
        try folder.write(PNGFile.headerOnly(height: 1, width: 60_000), to: "a/0.png")
        let (_, set) = try open()
        let fit = PictureFit(channels: 3, size: .init(64), way: .cover(.init(64)))
        var room = PictureRoom()
        let error = #expect(throws: DataError.self) { try set.train.read(0, as: .resized(fit), into: &room) }
        #expect(
            error?.message
                == "`\(folder["a/0.png"])` must have at most 89478485 pixels when it is resized, and would have 3840000×64 = "
                + "245760000: it is 60000×1")
    }

    /// Each of 29 million rows is brought to 64 columns before they become 64: beside 3·87,000,000 bytes of pixels, 96 of rows of
    /// the decoder and 12,288 of the result that is 1,856,000,000, and weights of 232,000,024.
    @Test func whatResizingTakesCounts() throws {
        try folder.write(PNGFile.headerOnly(height: 29_000_000, width: 3), to: "a/0.png")
        let (_, set) = try open()
        let fit = PictureFit(channels: 3, size: .init(64), way: .stretch)
        var room = PictureRoom()
        let error = #expect(throws: DataError.self) { try set.train.read(0, as: .resized(fit), into: &room) }
        #expect(
            error?.message
                == "`\(folder["a/0.png"])` must need at most 1024 MiB of memory to be decoded, and needs 2241 MiB")
    }

    /// A room keeps what is usual for the next picture, and gives a huge one back.
    @Test func aRoomGivesLargePicturesBack() throws {
        var room = PictureRoom()
        _ = try room.bytes(40 << 20)
        _ = try room.scratch(1 << 20)
        #expect(room.heldByteCount == 41 << 20)
        _ = try room.bytes(50)
        #expect(room.heldByteCount == 1 << 20 + 50)
        _ = try room.bytes(40)
        _ = try room.scratch(40 << 20)
        room.shrinkScratch()
        #expect(room.heldByteCount == 50)
    }

    @Test func aLongStripIsCutAndNotResizedWhole() throws {
        let strip = PNGFile.bytes(
            planes: (0..<3).flatMap { _ in (0..<20_000).map { UInt8($0 / 100) } }, channels: 3, height: 1, width: 20_000
        )
        try folder.write(strip, to: "a/0.png")
        let (_, set) = try open()
        let fit = PictureFit(channels: 3, size: .init(2), way: .cover(.init(2)))
        var room = PictureRoom()
        #expect(try set.train.read(0, as: .shown(fit, .middle), into: &room) == [3, 2, 2])
        #expect(try room.bytes(12)[0] == 99)
    }
}
