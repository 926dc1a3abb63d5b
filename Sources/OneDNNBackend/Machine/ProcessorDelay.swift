import Files
import Glibc

/// How long the threads of the process could have run so far and had no processor.
enum ProcessorDelay {
    /// 0 where the system does not tell.
    static var seconds: Double { secondsDelayed() }
}

private func secondsDelayed() -> Double {
    guard let folder = opendir("/proc/self/task") else { return 0 }
    defer { closedir(folder) }
    var nanoseconds = 0.0
    while let entry = readdir(folder) {
        let name = name(of: entry)
        guard !name.hasPrefix(".") else { continue }
        nanoseconds += nanosecondsDelayed(thread: name)
    }
    return nanoseconds / 1e9
}

/// The second number of a thread's `schedstat`: `time on the processor, time waiting for one, slices`.
private func nanosecondsDelayed(thread: String) -> Double {
    let file = open("/proc/self/task/\(thread)/schedstat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 128)
    let count = read(file, &buffer, buffer.count)
    guard count > 0 else { return 0 }
    let numbers = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ")
    return numbers.count > 1 ? Double(numbers[1]) ?? 0 : 0
}
