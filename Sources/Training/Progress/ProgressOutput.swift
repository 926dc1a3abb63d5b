@preconcurrency import Glibc

/// Where progress is written: a place for text, and how wide it is if it is a terminal.
package struct ProgressOutput {
    package let write: (String) -> Void
    /// In columns, asked anew before every line, because windows change.
    package let width: () -> Int

    package init(write: @escaping (String) -> Void, width: @escaping () -> Int) {
        self.write = write
        self.width = width
    }

    package static var standardError: ProgressOutput {
        ProgressOutput(write: { fputs($0, stderr) }, width: { terminalWidth(STDERR_FILENO) })
    }
}

/// Draws progress on standard error: a bar on a terminal that understands one, plain lines elsewhere.
package func standardProgress() -> any TrainingObserver {
    let isDumb = ["", "dumb"].contains(getenv("TERM").map { String(cString: $0) } ?? "")
    return isatty(STDERR_FILENO) == 1 && !isDumb ? ProgressBar(.standardError) : ProgressLines(.standardError)
}

/// The columns of a terminal: what it says itself, or `COLUMNS`, which does not follow a window that changes, or 80.
private func terminalWidth(_ descriptor: Int32) -> Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    if let text = getenv("COLUMNS"), let columns = Int(String(cString: text)), columns > 0 { return columns }
    return 80
}
