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

    /// Makes `peak` that of the time from now on, so that what went before, such as a measurement of the machine, does not count
    /// as the run's. Where the system has no such means, nothing happens.
    package static func restartPeak() {
        let file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        // 5 resets the peak: proc(5).
        _ = write(file, "5", 1)
        close(file)
    }

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
