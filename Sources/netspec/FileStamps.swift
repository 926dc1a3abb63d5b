import Glibc

/// What tells that files were changed: when each was, how long it is, which it is; nothing for one that is not there.
///
/// Stamps are compared from time to time rather than events awaited: an editor that writes a new file in place of the
/// old one, a file that is not there yet, a shared folder without events all look alike, and a spec is a handful of files.
struct FileStamps: Hashable {
    private struct Stamp: Hashable {
        let device: UInt
        let file: UInt
        let length: Int
        let changed: [Int]
    }

    let paths: [String]
    private let stamps: [Stamp?]

    /// The stamps of files as they are now.
    init(_ paths: [String]) {
        self.paths = paths
        stamps = paths.map(Self.stamp)
    }

    private static func stamp(_ path: String) -> Stamp? {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        return Stamp(
            device: UInt(found.st_dev), file: UInt(found.st_ino), length: Int(found.st_size),
            changed: [found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_ctim.tv_sec, found.st_ctim.tv_nsec])
    }

    /// Returns once a file is another than these stamps say, and no file has changed since the last look: an editor may
    /// write in several steps.
    func waitForChange() {
        var last = self
        var looks = 0
        while true {
            usleep(100_000)
            let now = FileStamps(paths)
            if now != self { looks += 1 }
            // A file that never rests is checked all the same, about once a second.
            if now != self, now == last || looks > 10 { return }
            last = now
        }
    }
}
