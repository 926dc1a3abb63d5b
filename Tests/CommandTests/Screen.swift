import Foundation

/// A terminal that a program can be given for its standard output, and what has been written on it.
final class Screen {
    /// The program's side.
    let handle: FileHandle
    private let descriptor: Int32
    private var bytes: [UInt8] = []

    /// Nil where the machine has no terminal left.
    init?() {
        var (own, other): (Int32, Int32) = (-1, -1)
        guard openpty(&own, &other, nil, nil, nil) == 0, fcntl(own, F_SETFL, O_NONBLOCK) == 0 else { return nil }
        (descriptor, handle) = (own, FileHandle(fileDescriptor: other, closeOnDealloc: true))
    }

    /// All that has been written so far.
    func text() -> String {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    deinit { close(descriptor) }
}
