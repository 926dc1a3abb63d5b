import Datasets
import Foundation
import Recipes
import SpecSyntax
import Tensors
import TestSupport
import Testing

/// A PNG of one shade, 2×2.
func shade(_ value: UInt8, side: Int = 2) -> [UInt8] {
    PNGFile.bytes(
        planes: [UInt8](repeating: value, count: 3 * side * side), channels: 3, height: side, width: side)
}

/// The settings of a folder of pictures, for a network that takes `[3, 2, 2]`.
func settings(
    _ path: String, lists: PictureLists? = nil, onError: PictureFolder.ErrorPolicy = .stop,
    cache: PictureFolder.Cache = .none, input: Shape = [3, 2, 2], augmentations: [any Augmentation] = [],
    validation: HeldOut? = nil
) -> DataSettings {
    DataSettings(
        source: PictureFolder(path: path, lists: lists, onError: onError, cache: cache), augmentations: augmentations,
        normalization: Normalization.none(channels: input[0]), validation: validation
    ).fitted(to: input)
}

@Suite struct PictureFolderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ names: [String]) throws {
        for (number, name) in names.enumerated() { try folder.write(shade(UInt8(number)), to: name) }
    }

    private func open(_ settings: DataSettings) throws -> Dataset { try settings.open(in: nil as String?) }

    private func open() throws -> Dataset { try open(settings(folder.path)) }

    private func mistake(_ settings: DataSettings? = nil) -> DataError? {
        do {
            _ = try open(settings ?? plain)
            return nil
        } catch {
            return error as? DataError
        }
    }

    private var plain: DataSettings { settings(folder.path) }

    /// The first byte of each picture.
    private func shades(_ pictures: any PictureSet) throws -> [UInt8] {
        try (0..<pictures.count).map { try pictures.bytes(of: $0)[0] }
    }

    @Test func takesAFolderForAClass() throws {
        try write(["cats/b.png", "cats/a.png", "dogs/deep/c.PNG", "dogs/.hidden.png", ".git/x/y.png", "ants/1.png"])
        let set = try open()
        #expect(set.classes == ["ants", "cats", "dogs"])
        #expect((0..<set.train.count).map(set.train.label) == [0, 1, 1, 2])
        #expect(try shades(set.train) == [5, 1, 0, 2])
        #expect(set.test == nil && set.validation == nil)
        #expect(set.remarks == [])
    }

    @Test(arguments: [("val", "test"), ("valid", "testing"), ("Validation", "Test")])
    func takesSplits(validation: String, test: String) throws {
        try write(["train/a/1.png", "train/b/2.png", "\(validation)/a/3.png", "\(test)/b/4.png", "extra/x/5.png"])
        let set = try open()
        #expect(set.classes == ["a", "b"])
        #expect(try shades(set.train) == [0, 1])
        #expect(try shades(#require(set.validation)) == [2])
        #expect(try shades(#require(set.test)) == [3])
        #expect(set.test?.label(of: 0) == 1)
        #expect(set.remarks == ["1 folder lies beside those of the splits and is left aside: `extra`"])
    }

    /// Folders named by WordNet ids, `val` in place of a test, names in capitals, and a list beside them.
    @Test func takesTheLayoutOfImagenette() throws {
        try write([
            "imagenette2-160/train/n01440764/ILSVRC2012_val_00000293.JPEG",
            "imagenette2-160/train/n02102040/n02102040_1.JPEG", "imagenette2-160/val/n01440764/n01440764_2.JPEG",
            "imagenette2-160/val/n02102040/n02102040_3.JPEG",
        ])
        try folder.write(
            """
            path,noisy_labels_0,noisy_labels_1,noisy_labels_5,noisy_labels_25,noisy_labels_50,is_valid
            train/n01440764/ILSVRC2012_val_00000293.JPEG,n01440764,n01440764,n01440764,n02102040,n02102040,False
            train/n02102040/n02102040_1.JPEG,n02102040,n02102040,n02102040,n02102040,n01440764,False
            val/n02102040/n02102040_3.JPEG,n02102040,n02102040,n02102040,n02102040,n02102040,True

            """, to: "imagenette2-160/noisy_imagenette.csv")
        let set = try settings("imagenette2-160").open(in: folder.path)
        #expect(set.classes == ["n01440764", "n02102040"])
        #expect(try shades(set.train) == [0, 1])
        #expect(try shades(#require(set.validation)) == [2, 3])
        #expect(set.remarks == [])
        #expect(try set.finalSplit() == .validation)
        let lists = PictureLists(train: "noisy_imagenette.csv", classColumn: "noisy_labels_50")
        let noisy = try settings("imagenette2-160", lists: lists).open(in: folder.path)
        #expect((0..<2).map(noisy.train.label) == [1, 0])
        #expect(try shades(#require(noisy.validation)) == [3])
    }

    @Test func aClassOfTrainsIsNoSplit() throws {
        try write(["train/1.png", "bus/2.png"])
        #expect(try open().classes == ["bus", "train"])
    }

    @Test func aTestWithoutClassesIsLeftAside() throws {
        try write(["train/a/1.png", "train/b/2.png", "test/3.png"])
        let set = try open()
        #expect(set.test == nil)
        #expect(set.remarks == ["1 folder is left aside, without folders of classes: `test`"])
    }

    @Test func namesWhatIsNoPicture() throws {
        try write(["a/1.png", "b/2.png"])
        try folder.write("some words", to: "a/notes.txt")
        try folder.write("a,b", to: "labels.csv")
        try folder.write(shade(7), to: "b/no-extension")
        let set = try open()
        #expect(try shades(set.train) == [0, 1, 7])
        #expect(
            set.remarks == [
                "1 file lies beside the folders of the classes and is left aside: `labels.csv`",
                "1 file is no picture and left aside: `a/notes.txt`",
            ])
    }

    @Test func anEmptyClassIsRefused() throws {
        try write(["a/1.png"])
        try folder.makeFolder("b")
        #expect(
            mistake()
                == DataError(
                    "each class must have pictures to learn from, and `\(folder["b"])` holds none",
                    help: "put pictures there, JPEG, PNG or WebP, or remove the folder"))
    }

    @Test func oneClassIsRefused() throws {
        try write(["a/1.png"])
        #expect(mistake()?.message == "`\(folder.path)` must have at least two classes, found `a` alone")
        #expect(
            mistake(settings(folder["a"]))?.message == "`\(folder["a"])` must have at least two classes, found none")
    }

    @Test func aMissingFolderIsRefused() throws {
        #expect(
            mistake(settings(folder["photos"]))
                == DataError(
                    "there is no folder `\(folder["photos"])` to read pictures from",
                    help:
                        "give the folder with `--data DIR`, or correct `folder` in `data`, which is relative to the spec's file"
                ))
        try folder.write("", to: "photos")
        #expect(mistake(settings(folder["photos"]))?.message == "`\(folder["photos"])` must be a folder, and is none")
    }

    @Test func dataNamesTheFolderOrItsParent() throws {
        try write(["photos/a/1.png", "photos/b/2.png"])
        let elsewhere = settings("/nowhere/photos")
        #expect(try elsewhere.open(in: folder["photos"]).classes == ["a", "b"])
        #expect(try elsewhere.open(in: folder.path).classes == ["a", "b"])
    }

    @Test func aClassThatIsNotLearnedIsRefused() throws {
        try write(["train/cats/1.png", "train/dogs/2.png", "test/cat/3.png"])
        #expect(
            mistake()
                == DataError(
                    "each class of `\(folder["test"])` must be one of those to learn from, found `cat`",
                    help: "rename `\(folder["test/cat"])` to `cats`"))
    }

    @Test func namesInOtherScriptsAreClasses() throws {
        // "é" composed in one split and decomposed in the other.
        try write(["train/caf\u{E9}/1.png", "train/猫/2.png", "train/собака/3.png", "test/cafe\u{301}/4.png"])
        let set = try open()
        #expect(set.classes == ["caf\u{E9}", "собака", "猫"])
        #expect(set.test?.label(of: 0) == 0)
    }

    @Test func twoSpellingsOfOneNameAreRefused() throws {
        try write(["caf\u{E9}/1.png", "cafe\u{301}/2.png", "tea/3.png"])
        #expect(
            mistake()?.message.contains("have the same name, written once with composed and once with decomposed")
                == true)
    }

    @Test func aLinkThatLeadsBackIsRefused() throws {
        try write(["a/1.png", "b/2.png"])
        try FileManager.default.createSymbolicLink(atPath: folder["a/loop"], withDestinationPath: "../a")
        #expect(
            mistake()
                == DataError(
                    "`\(folder["a/loop"])` is a link to a folder in which it lies, so that its pictures have no end",
                    help: "remove the link"))
    }

    /// 12 folders in a chain, each with two links to the next: 4,096 ways to the last, which is walked once.
    @Test func linksThatFanOutAreWalkedOnce() throws {
        try write(["set/a/1.png", "set/b/2.png", "chain/12/3.png"])
        for depth in 1..<12 {
            try folder.makeFolder("chain/\(depth)")
            for name in ["x", "y"] { try folder.link("chain/\(depth)/\(name)", to: folder["chain/\(depth + 1)"]) }
        }
        for name in ["x", "y"] { try folder.link("set/a/\(name)", to: folder["chain/1"]) }
        let set = try open(settings(folder["set"]))
        #expect(try shades(set.train) == [0, 2, 1])
        #expect(
            set.remarks == [
                "12 folders are reached again by links, and are read once: `a/x/x/x/x/x/x/x/x/x/x/x/y`, "
                    + "`a/x/x/x/x/x/x/x/x/x/x/y`, `a/x/x/x/x/x/x/x/x/x/y`, …"
            ])
    }

    /// What cannot be looked at is told of: a name in another encoding, by which nothing can be opened.
    @Test func namesThatAreNotUTF8AreRefused() throws {
        try write(["a/1.png", "b/2.png"])
        let path = Array(folder["a/caf"].utf8CString.dropLast()) + [CChar(bitPattern: 0xE9)] + Array(".png".utf8CString)
        let file = try #require(fopen(path, "w"))
        fclose(file)
        #expect(
            mistake()?.message
                == "`\(folder["a/caf\u{FFFD}.png"])` has a name that is not text in UTF-8, by which it cannot be opened"
        )
        let set = try open(settings(folder.path, onError: .skip))
        #expect(set.train.count == 2 && set.skipped?.count == 1)
    }

    @Test func linksAreFollowed() throws {
        try write(["elsewhere/a/1.png", "set/b/2.png"])
        try FileManager.default.createSymbolicLink(atPath: folder["set/a"], withDestinationPath: "../elsewhere/a")
        #expect(try shades(open(settings(folder["set"])).train) == [0, 1])
    }

    @Test func anotherKindOfPictureIsNamed() throws {
        try write(["a/1.png", "b/2.png"])
        try folder.write("GIF89a and more", to: "a/moving.gif")
        #expect(mistake()?.message == "`\(folder["a/moving.gif"])` must be a JPEG, PNG or WebP, found a GIF")
        let set = try open(settings(folder.path, onError: .skip))
        #expect(set.train.count == 2)
        #expect(
            set.skipped?.lines == [
                "1 picture could not be used and was left out",
                "`\(folder["a/moving.gif"])` must be a JPEG, PNG or WebP, found a GIF",
            ])
    }

    @Test func anEmptyFileIsNamed() throws {
        try write(["a/1.png", "b/2.png"])
        try folder.write("", to: "a/0.jpg")
        #expect(mistake()?.message == "`\(folder["a/0.jpg"])` must be a JPEG, PNG or WebP, and is empty")
    }

    @Test func picturesAreHeldOutOfAFolder() throws {
        try write((0..<20).map { "\($0 % 2 == 0 ? "a" : "b")/\($0).png" })
        let set = try open(settings(folder.path, validation: .count(4)))
        let held = try #require(set.validation)
        #expect((held.count, set.train.count) == (4, 16))
        #expect(Set(try shades(held)).isDisjoint(with: try shades(set.train)))
        #expect(try set.finalSplit() == .validation)
        #expect(throws: DataError.self) { try open().finalSplit() }
    }

    @Test func holdingOutTwiceIsRefused() throws {
        try write(["train/a/1.png", "train/b/2.png", "val/a/3.png"])
        #expect(
            mistake(settings(folder.path, validation: .count(1)))?.help
                == "remove `validation` from `data`, or take that split away")
    }

    @Test func theFingerprintIsOfNamesClassesAndLengths() throws {
        try write(["a/1.png", "b/2.png"])
        let before = try open().fingerprint
        #expect(try open().fingerprint == before)
        try folder.write(shade(1, side: 3), to: "b/2.png")
        #expect(try open().fingerprint != before)
    }
}
