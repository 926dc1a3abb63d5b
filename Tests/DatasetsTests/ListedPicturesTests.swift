import Datasets
import Recipes
import TestSupport
import Testing

@Suite struct ListedPicturesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for number in 0..<4 { try folder.write(shade(UInt8(number)), to: "pictures/\(number) x.png") }
    }

    private func open(
        _ text: String, named name: String = "list.csv", onError: PictureFolder.ErrorPolicy = .stop
    ) throws -> Dataset {
        try folder.write(text, to: name)
        return try settings(folder.path, lists: PictureLists(train: name), onError: onError).open(in: nil)
    }

    private func mistake(_ text: String, named name: String = "list.csv") -> String? {
        do {
            _ = try open(text, named: name)
            return nil
        } catch {
            return (error as? DataError)?.message
        }
    }

    private func content(_ pictures: (any PictureSet)?) throws -> [[Int]] {
        let pictures = try #require(pictures)
        return try (0..<pictures.count).map { [Int(try pictures.bytes(of: $0)[0]), pictures.label(of: $0)] }
    }

    @Test(arguments: [
        ("list.csv", "pictures/2 x.png,dog\npictures/0 x.png,cat\n"),
        ("list.csv", "path,label\n\"pictures/2 x.png\",dog\npictures/0 x.png,cat"),
        ("list.csv", "\u{FEFF}id,Label,File Name\r\n7,dog,pictures/2 x.png\r\n8,cat,pictures/0 x.png\r\n"),
        ("list.tsv", "pictures/2 x.png\tdog\npictures/0 x.png\tcat\n"),
        ("list.txt", "pictures/2 x.png dog\n\n  pictures/0 x.png   cat\r\n"),
        ("list.txt", "\u{FEFF}pictures/2 x.png dog\r\npictures/0 x.png cat\r\n"),
        ("list.csv", "\u{FEFF}pictures/2 x.png,dog\r\n  \r\npictures/0 x.png,cat\r\n"),
    ]) func readsLists(name: String, text: String) throws {
        let set = try open(text, named: name)
        #expect(set.classes == ["cat", "dog"])
        #expect(try content(set.train) == [[2, 1], [0, 0]])
    }

    @Test func aColumnTellsTheSplit() throws {
        let set = try open(
            "path,class,split\npictures/0 x.png,a,train\npictures/1 x.png,b,train\npictures/2 x.png,b,val\npictures/3 x.png,a,test\n"
        )
        #expect(try content(set.train) == [[0, 0], [1, 1]])
        #expect(try content(set.validation) == [[2, 1]])
        #expect(try content(set.test) == [[3, 0]])
    }

    /// As fast.ai's lists have them, with labels of which some are wrong on purpose.
    @Test func aColumnOfAnotherNameTellsTheClass() throws {
        let text = """
            path,noisy_labels_0,noisy_labels_50,is_valid
            pictures/0 x.png,a,b,False
            pictures/1 x.png,b,a,False
            pictures/2 x.png,b,b,True

            """
        try folder.write(text, to: "noisy.csv")
        func open(_ column: String) throws -> Dataset {
            try settings(folder.path, lists: PictureLists(train: "noisy.csv", classColumn: column)).open(in: nil)
        }
        #expect(try content(open("noisy_labels_0").train) == [[0, 0], [1, 1]])
        #expect(try content(open("noisy_labels_50").train) == [[0, 1], [1, 0]])
        #expect(try content(open("noisy_labels_50").validation) == [[2, 1]])
        let error = #expect(throws: DataError.self) { try open("noisy_labels_5") }
        #expect(
            error?.message.contains("must name the column `noisy_labels_5` with the class, and names `path`, ") == true)
        try folder.write(text.replacing("True", with: "perhaps"), to: "noisy.csv")
        let other = #expect(throws: DataError.self) { try open("noisy_labels_0") }
        #expect(
            other?.message
                == "`is_valid` in line 4 of `\(folder["noisy.csv"])` must be `True` or `False`, found `perhaps`")
    }

    @Test func aListForEachSplit() throws {
        try folder.write("pictures/0 x.png,a\npictures/1 x.png,b\n", to: "train.csv")
        try folder.write("pictures/3 x.png,b\n", to: "test.csv")
        let set = try settings(folder.path, lists: PictureLists(train: "train.csv", test: "test.csv")).open(in: nil)
        #expect(try content(set.test) == [[3, 1]])
        #expect(set.validation == nil)
    }

    @Test func mistakesTellTheLine() {
        let path = folder["list.csv"]
        #expect(
            mistake("pictures/0 x.png,a\npictures/9.png,b\n")
                == "there is no file `\(folder["pictures/9.png"])`, which line 2 of `\(path)` names")
        #expect(
            mistake("pictures/0 x.png,a\npictures/1 x.png,b\npictures/0 x.png,b\n")
                == "a picture has one class, and lines 1 and 3 of `\(path)` give `pictures/0 x.png` the classes `a` and `b`"
        )
        #expect(
            mistake("pictures/0 x.png,a,b\n") == "line 1 of `\(path)` must have a path and a class, found 3 columns")
        #expect(
            mistake("pictures/0 x.png,a\npictures/1 x.png\n") == "line 2 of `\(path)` must have 2 columns, found 1")
        #expect(
            mistake("pictures/0 x.png,a\n,b\n")
                == "line 2 of `\(path)` must name a picture and its class, and has no path")
        #expect(mistake("path,size\n") == "the first line of `\(path)` names its columns, and none is the class")
        #expect(mistake("") == "`\(path)` must name pictures and their classes, and is empty")
        #expect(
            mistake("path,class,split\npictures/0 x.png,a,dev\n")
                == "the split in line 2 of `\(path)` must be `train`, `validation` or `test`, found `dev`")
        #expect(
            mistake("path,class,split\npictures/0 x.png,a,train\npictures/1 x.png,b,train\npictures/1 x.png,c,test\n")
                == "each class must be one of those to learn from, found `c` in line 4 of `\(path)`")
    }

    /// A list that was saved as Latin-1 (`cät`) or UTF-16, and a zero byte, at which the system would end a path.
    @Test(arguments: [
        ("list.csv", bytes("path,class\npictures/0 x.png,c") + [0xE4] + bytes("t\n"), 2, "bytes that are none"),
        ("list.txt", bytes("pictures/0 x.png a\n\npictures/1 x.png b") + [0xC3], 3, "bytes that are none"),
        ("list.csv", bytes("pictures/0 x.png\0zzz,a\npictures/1 x.png,b\n"), 1, "a zero byte"),
        ("list.tsv", bytes("pictures/0 x.png\ta\npictures/1 x.png\t\"b\0\"\n"), 2, "a zero byte"),
        ("list.csv", [0xFF, 0xFE] + bytes("a\0,\0b\0\n\0"), 1, "a zero byte"),
    ]) func whatIsNoTextIsTold(name: String, bytes: [UInt8], line: Int, found: String) throws {
        try folder.write(bytes, to: name)
        let error = #expect(throws: DataError.self) {
            try settings(folder.path, lists: PictureLists(train: name)).open(in: nil)
        }
        #expect(error?.message == "line \(line) of `\(folder[name])` must be text in UTF-8, and has \(found)")
        #expect(error?.help?.contains("save the list as UTF-8") == true)
    }

    @Test func aColumnOfSplitsBesideListsOfThemIsToldOf() throws {
        try folder.write("path,class,split\npictures/0 x.png,a,test\npictures/1 x.png,b,train\n", to: "train.csv")
        try folder.write("pictures/3 x.png,b\n", to: "test.csv")
        let set = try settings(folder.path, lists: PictureLists(train: "train.csv", test: "test.csv")).open(in: nil)
        #expect(try content(set.train) == [[0, 0], [1, 1]])
        #expect(
            set.remarks == [
                "1 list names splits, which `list` says already, so that the column is left aside: `train.csv`"
            ])
    }

    @Test func whatIsNamedTwiceIsThereTwice() throws {
        let set = try open("pictures/0 x.png,a\npictures/1 x.png,b\npictures/0 x.png,a\n")
        #expect(set.train.count == 3)
        #expect(
            set.remarks == [
                "1 picture is named twice by the list, with the same class, and is there twice: `pictures/0 x.png`"
            ])
    }

    @Test func aMissingPictureIsLeftOutAndCounted() throws {
        let set = try open("pictures/0 x.png,a\npictures/9.png,b\npictures/1 x.png,b\n", onError: .skip)
        #expect(set.train.count == 2)
        #expect(set.skipped?.count == 1)
    }
}

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
