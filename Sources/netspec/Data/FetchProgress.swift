import Fetching
import Glibc
import Training

/// Tells how a fetch goes on: in one line on a terminal, now and then in lines elsewhere.
final class FetchProgress {
    private let isQuiet: Bool
    private let width = Terminal.messageWidth
    private let clock = ContinuousClock()
    private var said: ContinuousClock.Instant?
    private var first: (file: String, byteCount: Int, time: ContinuousClock.Instant)?
    private var last = 0
    /// Whether the terminal's last line is one that will be drawn over.
    private var isDrawn = false

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    func tell(_ event: FetchEvent) {
        switch event {
        case .note(let words):
            end()
            Terminal.note(words)
        case .received(let file, let byteCount, let all):
            // The first of a file is what an earlier fetch has left, and the time begins with it; a file may begin anew.
            if first?.file != file || byteCount < last { first = (file, byteCount, clock.now) }
            last = byteCount
            show(isLast: byteCount == all) { received(file, byteCount, all) }
        case .unpacked(let files): show(isLast: false) { "unpacking: \(files) files" }
        }
    }

    /// Leaves the last line as it is.
    func end() {
        if isDrawn { Terminal.say("") }
        (isDrawn, said) = (false, nil)
    }

    private func show(isLast: Bool, _ line: () -> String) {
        if isQuiet { return }
        let pause: Duration = width == nil ? .seconds(5) : .milliseconds(100)
        if !isLast, let said, clock.now - said < pause { return }
        said = clock.now
        guard let width else { return Terminal.say(line()) }
        Terminal.draw(String(line().prefix(max(1, width - 1))))
        isDrawn = true
        if isLast { end() }
    }

    /// `cifar-10-binary.tar.gz: 12.3 of 170.1 MB, 7 %, 5.2 MB/s, 30 s left`
    private func received(_ file: String, _ byteCount: Int, _ all: Int) -> String {
        func megabytes(_ count: Double) -> String { ProgressText.fixed(count / 1_000_000, 1) }
        let line =
            "\(file): \(megabytes(Double(byteCount))) of \(megabytes(Double(all))) MB, \(byteCount * 100 / max(1, all)) %"
        guard let first, byteCount > first.byteCount else { return line }
        let seconds = (clock.now - first.time) / .seconds(1)
        let speed = Double(byteCount - first.byteCount) / max(seconds, 1e-3)
        let left = byteCount == all ? "" : ", \(ProgressText.time(Double(all - byteCount) / speed)) left"
        return "\(line), \(megabytes(speed)) MB/s\(left)"
    }
}
