import Files
import Glibc

/// The memory of this process, as the system counts it.
package enum ProcessMemory {
    /// Bytes in memory now.
    package static var resident: Int? { field("VmRSS") }

    /// The most bytes that were ever in memory.
    package static var peak: Int? { field("VmHWM") }

    /// Bytes of addresses in use, with memory behind them or not.
    static var addressed: Int? { field("VmSize") }

    /// From lines such as `VmHWM:    12345 kB`; nil where there is no such file.
    private static func field(_ name: String) -> Int? {
        guard let status = try? text(ofFile: "/proc/self/status") else { return nil }
        return kibibytes(name, in: status)
    }
}

/// The bytes on the line `name:  12345 kB` of a file of `/proc`; nil where there is no such line.
func kibibytes(_ name: String, in text: String) -> Int? {
    let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
    let words = line?.split { $0 == " " || $0 == "\t" } ?? []
    return words.count == 3 && words[2] == "kB" ? Int(words[1]).map { $0 * 1024 } : nil
}
