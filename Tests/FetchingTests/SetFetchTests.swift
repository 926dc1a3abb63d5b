import Datasets
import Fetching
import Foundation
import Recipes
import TestSupport
import Testing

/// Whole sets, with archives that are made here.
@Suite struct SetFetchTests {
    private let folder: TemporaryFolder
    private static let limits = TarArchive.Limits(byteCount: 100_000, entryCount: 20)

    init() throws {
        setenv("no_proxy", "127.0.0.1", 1)
        folder = try TemporaryFolder()
    }

    /// As the published sets have them.
    @Test(arguments: [
        ("cifar10", "data_batch_5.bin", 30_730_000), ("cifar10", "test_batch.bin", 30_730_000),
        ("cifar100", "train.bin", 153_700_000), ("cifar100", "test.bin", 30_740_000),
        ("mnist", "train-images-idx3-ubyte", 47_040_016), ("mnist", "train-labels-idx1-ubyte", 60_008),
        ("fashion-mnist", "t10k-images-idx3-ubyte", 7_840_016), ("fashion-mnist", "t10k-labels-idx1-ubyte", 10_008),
    ]) func lengthsOfPublishedFiles(name: String, file: String, byteCount: Int) throws {
        let set = try #require(FetchCatalogue.sets.first { $0.name == name })
        guard case .files(let files) = set.content else { throw CancellationError() }
        #expect(files.compactMap { $0[file] } == [byteCount])
        #expect(files.count == ["cifar10": 6, "cifar100": 2][name, default: 4])
    }

    /// An archive by the system's own program: `tiny/a.bin` and `tiny/deep/b.bin`.
    private func archive() throws -> [UInt8] {
        try folder.write([UInt8](repeating: 1, count: 1000), to: "made/tiny/a.bin")
        try folder.write([UInt8](repeating: 2, count: 513), to: "made/tiny/deep/b.bin")
        try output(of: "/bin/tar", ["-czf", folder["tiny.tar.gz"], "-C", folder["made"], "tiny"])
        let bytes = try folder.bytes("tiny.tar.gz")
        try folder.remove("tiny.tar.gz")
        return bytes
    }

    private func set(_ archive: [UInt8], at address: String) throws -> FetchableSet {
        FetchableSet(
            "tiny", folder: "tiny",
            files: [
                FetchedFile(
                    "tiny.tar.gz", at: [address + "/tiny.tar.gz"], byteCount: archive.count,
                    sha256: try sha256(archive, folder))
            ], archive: Self.limits, content: .files([["a.bin": 1000], ["deep/b.bin": 513]]))
    }

    private func fetch(_ set: FetchableSet) throws -> (SetFetch.Result, notes: [String]) {
        var notes: [String] = []
        let result = try SetFetch(set, into: folder["data"], stallSeconds: 5) { event in
            if case .note(let words) = event { notes.append(words) }
        }.run()
        return (result, notes)
    }

    @Test func isPutInPlaceWhole() throws {
        let archive = try archive()
        let server = try LoopbackServer { $0.serve(archive) }
        let set = try set(archive, at: server.address)
        #expect(try fetch(set).0 == SetFetch.Result(folder: folder["data/tiny"], wasThere: false))
        #expect(
            try folder.contents("data") == [
                "tiny/a.bin": [UInt8](repeating: 1, count: 1000), "tiny/deep/b.bin": [UInt8](repeating: 2, count: 513),
            ])
        #expect(folder.names("data") == ["tiny"])
        #expect(try fetch(set).0 == SetFetch.Result(folder: folder["data/tiny"], wasThere: true))
        #expect(server.requests.count == 1)
        // The folder of the set itself may be named too.
        let inside = try SetFetch(set, into: folder["data/tiny"]) { _ in }.run()
        #expect(inside == SetFetch.Result(folder: folder["data/tiny"], wasThere: true))
    }

    @Test func whatWasThereIsKept() throws {
        let archive = try archive()
        let server = try LoopbackServer { $0.serve(archive) }
        try folder.write("own", to: "data/tiny/own.txt")
        try folder.write("cut", to: "data/tiny/a.bin")
        try folder.write("half", to: "data/.netspec-fetch/unpacked/tiny/a.bin")
        let notes = try fetch(try set(archive, at: server.address)).notes
        #expect(notes == ["`\(folder["data/tiny"])` was not whole, and is now `\(folder["data/tiny.before-1"])`"])
        #expect(try folder.text("data/tiny.before-1/own.txt") == "own")
        #expect(try folder.text("data/tiny.before-1/a.bin") == "cut")
        #expect(folder.names("data") == ["tiny", "tiny.before-1"])
    }

    @Test func aFileThatAUserHasPutThereIsTaken() throws {
        let archive = try archive()
        try folder.write(archive, to: "data/tiny.tar.gz")
        let (_, notes) = try fetch(try set(archive, at: "http://127.0.0.1:1"))
        #expect(notes == ["`\(folder["data/tiny.tar.gz"])` is there, and is taken"])
        #expect(try folder.bytes("data/tiny.tar.gz") == archive)
    }

    @Test func withoutANetworkItSaysWhatToDo() throws {
        let set = try set([1, 2, 3], at: "http://127.0.0.1:1")
        let error = #expect(throws: FetchError.self) { try fetch(set) }
        #expect(
            error?.description.hasPrefix("cannot fetch `tiny.tar.gz` from `http://127.0.0.1:1/tiny.tar.gz`: ") == true)
        #expect(
            error?.help
                == "put `tiny.tar.gz`, 3 bytes, from `http://127.0.0.1:1/tiny.tar.gz` into `\(folder["data"])` and give the "
                + "command again; or name a mirror with `--from`")
    }

    @Test func twoFetchesDoNotMix() throws {
        try folder.makeFolder("data/.netspec-fetch")
        let lock = try FolderLock(folder["data/.netspec-fetch"])
        let error = #expect(throws: FetchError.self) { try fetch(try set([1], at: "http://127.0.0.1:1")) }
        #expect(error?.description == "cannot fetch into `\(folder["data"])`: another process does already")
        withExtendedLifetime(lock) {}
    }

    @Test func filesAreTakenAsTheyAre() throws {
        let server = try LoopbackServer { $0.serve($0.request.target == "/x/one" ? [1, 1] : [2, 2, 2]) }
        let set = FetchableSet(
            "pair", folder: "pair",
            files: [
                FetchedFile(
                    "one", at: ["https://example.invalid/one"], byteCount: 2, sha256: try sha256([1, 1], folder)),
                FetchedFile(
                    "two", at: ["https://example.invalid/two"], byteCount: 3, sha256: try sha256([2, 2, 2], folder)),
            ], content: .files([["one": 2], ["two": 3, "two.gz": 1]]))
        _ = try fetch(set.mirrored(at: "\(server.address)/x/"))
        #expect(try folder.contents("data") == ["pair/one": [1, 1], "pair/two": [2, 2, 2]])
    }

    /// Nothing of such an archive is put in place, and nothing is written beside the target.
    @Test(arguments: [
        ("../evil", "0", "each of its paths must lie in `tiny`, found `../evil`"),
        ("tiny/../../evil", "0", "each of its paths must lie in `tiny`, found `tiny/../../evil`"),
        ("/tmp/netspec-evil", "0", "each of its paths must lie in `tiny`, found `/tmp/netspec-evil`"),
        ("other/a.bin", "0", "each of its paths must lie in `tiny`, found `other/a.bin`"),
        ("tiny", "0", "`tiny` must be a folder, and is a file"),
        ("tiny/link", "2", "`tiny/link` is a link, and only files are taken"),
        ("tiny/link", "1", "`tiny/link` is a link, and only files are taken"),
        ("tiny/pipe", "6", "`tiny/pipe` is an entry of an unknown kind, and only files are taken"),
    ]) func hostileEntriesAreRefused(name: String, kind: String, reason: String) throws {
        var archive = TarFile()
        archive.add("tiny/a.bin", [1])
        archive.add(name, kind: Character(kind), link: "/etc")
        try expectRefusal(gzip(archive.whole), reason)
        #expect(!folder.exists("evil") && !FileManager.default.fileExists(atPath: "/tmp/netspec-evil"))
    }

    private func expectRefusal(_ archive: [UInt8], _ reason: String, location: SourceLocation = #_sourceLocation) throws
    {
        let server = try LoopbackServer { $0.serve(archive) }
        let set = try set(archive, at: server.address)
        let error = #expect(throws: DataError.self, sourceLocation: location) { try fetch(set) }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")", sourceLocation: location)
        #expect(folder.names("data") == [".netspec-fetch"], sourceLocation: location)
    }

    @Test func unsoundArchivesAreRefused() throws {
        var good = TarFile()
        good.add("tiny/", kind: "5")
        good.add("tiny/a.bin", [1, 2, 3])
        var twice = good
        twice.add("tiny/a.bin", [4])
        try expectRefusal(gzip(twice.whole), "`tiny/a.bin` is there twice")
        var large = good
        large.add("tiny/b.bin", length: 1_000_000)
        try expectRefusal(gzip(large.whole), "it unpacks to more than 100000 bytes")
        var many = good
        for number in 0..<20 { many.add("tiny/\(number)") }
        try expectRefusal(gzip(many.whole), "it has more than 20 entries")
        try expectRefusal(Array(gzip(good.whole).dropLast(12)), "are not sound: they end before their contents do")
        try expectRefusal(gzip(Array(good.whole.prefix(1100))), "it ends within an entry")
        var flipped = good.whole
        flipped[520] ^= 1
        try expectRefusal(gzip(flipped), "the checksum of an entry's head does not hold")
        try expectRefusal(gzip(good.whole + [1]), "something stands behind its end")
        var sum = gzip(good.whole)
        sum[sum.count - 6] ^= 1
        try expectRefusal(sum, "are not sound: incorrect data check")
        try expectRefusal(gzip(good.whole), "must hold its files, each with its length, and does not")
        try expectRefusal(Array("no archive".utf8), "are not sound: incorrect header check")
    }

    /// Names of more than 100 letters, in the ways of GNU and of POSIX, by the system's own program.
    @Test(arguments: ["gnu", "posix", "ustar"]) func longNamesAreRead(format: String) throws {
        let long = "deep/" + String(repeating: "x", count: 90) + "/" + String(repeating: "y", count: 90)
        try folder.write([9], to: "made/tiny/\(long)")
        try output(of: "/bin/tar", ["-czf", folder["a.tgz"], "--format", format, "-C", folder["made"], "tiny"])
        try folder.makeFolder("out")
        try TarArchive(folder["a.tgz"], of: "tiny", limits: Self.limits).unpack(into: folder["out"])
        #expect(try folder.contents("out") == ["tiny/\(long)": [9]])
    }

    @Test func theCatalogueIsOfHTTPSAndWhole() {
        for set in FetchCatalogue.sets {
            for file in set.files {
                #expect(file.sha256.count == 64 && file.byteCount > 0, "\(file.name)")
                #expect(
                    !file.addresses.isEmpty
                        && file.addresses.allSatisfy { $0.hasPrefix("https://") && $0.hasSuffix("/" + file.name) })
            }
            #expect(set.archive == nil || set.files.count == 1)
        }
        #expect(
            FetchCatalogue.sets.map(\.name) == ["cifar10", "cifar100", "mnist", "fashion-mnist", "svhn", "imagenette"])
    }
}
