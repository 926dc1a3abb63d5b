/// Tar archives for tests, with whatever stands in them, written without a program.
package struct TarFile {
    private var bytes: [UInt8] = []

    package init() {}

    /// - Parameters:
    ///   - kind: `0` for a file, `5` for a folder, `1` and `2` for links.
    ///   - length: what the head says; nil for what it is.
    package mutating func add(
        _ name: String, _ contents: [UInt8] = [], kind: Character = "0", link: String = "", length: Int? = nil
    ) {
        var head = [UInt8](repeating: 0, count: 512)
        func write(_ text: String, at place: Int) {
            head.replaceSubrange(place..<(place + text.utf8.count), with: text.utf8)
        }
        func octal(_ number: Int, _ digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        write(name, at: 0)
        write(octal(0o644, 7), at: 100)
        write(octal(length ?? contents.count, 11), at: 124)
        write(octal(0, 11), at: 136)
        write("        ", at: 148)
        write(String(kind), at: 156)
        write(link, at: 157)
        write("ustar\u{0}00", at: 257)
        write(octal(head.reduce(0) { $0 + Int($1) }, 6) + "\u{0}", at: 148)
        bytes += head + contents + [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
    }

    /// With the two blocks that end it.
    package var whole: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }
}
