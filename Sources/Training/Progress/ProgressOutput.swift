@preconcurrency import Glibc
package import Recipes

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

    package static var standardOutput: ProgressOutput {
        ProgressOutput(
            write: {
                fputs($0, stdout)
                fflush(stdout)
            }, width: { terminalWidth(STDOUT_FILENO) })
    }
}

/// An observer that also shows a training of another process.
package protocol ProgressDisplay: TrainingObserver {
    /// In place of `began`: says nothing of its beginning.
    func follows(_ course: TrainingCourse)
    /// Shows a line that is not its own.
    func tell(_ line: String)
}

/// Draws progress on standard error; see `standardDisplay`.
package func standardProgress() -> any TrainingObserver { standardDisplay(.standardError) }

/// The standard streams on which progress can be drawn.
package enum ProgressStream {
    case standardOutput, standardError
}

/// Draws progress: a bar on a terminal that understands one, plain lines elsewhere.
package func standardDisplay(_ stream: ProgressStream) -> any ProgressDisplay {
    let (output, descriptor) =
        stream == .standardError
        ? (ProgressOutput.standardError, STDERR_FILENO) : (ProgressOutput.standardOutput, STDOUT_FILENO)
    let isDumb = ["", "dumb"].contains(getenv("TERM").map { String(cString: $0) } ?? "")
    return isatty(descriptor) == 1 && !isDumb ? ProgressBar(output) : ProgressLines(output)
}

/// The columns of a terminal: what it says itself, or `COLUMNS`, which does not follow a window that changes, or 80.
private func terminalWidth(_ descriptor: Int32) -> Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    if let text = getenv("COLUMNS"), let columns = Int(String(cString: text)), columns > 0 { return columns }
    return 80
}
