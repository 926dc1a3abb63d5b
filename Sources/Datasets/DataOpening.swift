import Glibc
import Recipes

/// What opening a data set needs beside what the spec says of it.
package struct DataOpening: Sendable {
    /// The folder that a user names, by `--data` or else in `NETSPEC_DATA`.
    package let folder: String?
    /// Whether it was named for this set, and not for all.
    let isChosen: Bool
    /// How pictures of any size become the network's input; nil for sets whose pictures have one shape.
    let fit: PictureFit?
    /// Bytes of memory that there are now for pictures; nil where that does not matter.
    let byteLimit: @Sendable () -> Int?
    /// Whether the pictures are only counted.
    let countsOnly: Bool
    /// Whether all that is wrong with the pictures is wanted, and not the first of it; nothing is cached then.
    let isSurvey: Bool
    /// Told what takes time.
    let tell: @Sendable (String) -> Void

    /// - Parameter option: what `--data` says.
    package init(
        option: String?, byteLimit: @escaping @Sendable () -> Int? = { nil }, isSurvey: Bool = false,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.init(
            folder: DataFolder.path(option: option), isChosen: option != nil, byteLimit: byteLimit, isSurvey: isSurvey,
            tell: tell)
    }

    private init(
        folder: String?, isChosen: Bool, fit: PictureFit? = nil,
        byteLimit: @escaping @Sendable () -> Int? = { nil }, countsOnly: Bool = false,
        isSurvey: Bool = false, tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        (self.folder, self.isChosen, self.fit, self.byteLimit) = (folder, isChosen, fit, byteLimit)
        (self.countsOnly, self.isSurvey) = (countsOnly, isSurvey)
        self.tell = tell
    }

    /// A folder named for this set; nil for none.
    static func chosen(_ folder: String?) -> DataOpening {
        DataOpening(folder: folder, isChosen: folder != nil)
    }

    /// For a set whose pictures are counted and not looked at.
    package static func counting(option: String?) -> DataOpening {
        DataOpening(folder: DataFolder.path(option: option), isChosen: option != nil, countsOnly: true)
    }

    func fitting(_ fit: PictureFit?) -> DataOpening {
        DataOpening(
            folder: folder, isChosen: isChosen, fit: fit, byteLimit: byteLimit, countsOnly: countsOnly,
            isSurvey: isSurvey,
            tell: tell)
    }
}
