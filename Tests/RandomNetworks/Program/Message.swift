import Glibc

/// A line by which a worker tells what it is at, so that whoever started it knows where it ended.
enum Message {
    case seed(UInt64)
    /// A way in which the network is run.
    case trial(String)
    /// What is wrong in that trial.
    case mistake(String)

    init?(_ line: String) {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "seed":
            guard let seed = UInt64(parts[1]) else { return nil }
            self = .seed(seed)
        case "trial": self = .trial(parts[1])
        case "mistake": self = .mistake(parts[1])
        default: return nil
        }
    }

    private var line: String {
        switch self {
        case .seed(let seed): "seed \(seed)"
        case .trial(let text): "trial \(text)"
        case .mistake(let text): "mistake \(text)"
        }
    }

    /// Writes it at once, whole: the next thing that happens may be a crash.
    func send() {
        let bytes = Array("\(line)\n".utf8)
        _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
