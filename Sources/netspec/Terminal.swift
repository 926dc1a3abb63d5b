import Diagnostics
@preconcurrency import Glibc

/// Standard output and standard error, as far as the program must know them.
enum Terminal {
    /// Diagnostics as standard error takes them: in the terminal's width, and in colour unless `NO_COLOR` or a dumb
    /// terminal speaks against it.
    static var diagnosticText: DiagnosticText {
        let isPlain = variable("NO_COLOR").map { !$0.isEmpty } ?? false
        let hasColour = isatty(STDERR_FILENO) == 1 && !isPlain && !["", "dumb"].contains(variable("TERM") ?? "")
        return DiagnosticText(colour: hasColour, width: width(of: STDERR_FILENO))
    }

    /// The columns of standard output; nil where it is no terminal.
    static var width: Int? { width(of: STDOUT_FILENO) }

    /// The columns of standard error, where lines can be drawn over; nil where they cannot.
    static var messageWidth: Int? {
        guard isatty(STDERR_FILENO) == 1, !["", "dumb"].contains(variable("TERM") ?? "") else { return nil }
        return width(of: STDERR_FILENO) ?? 80
    }

    /// Draws a line of standard error over.
    static func draw(_ line: String) { try? write("\r\u{1B}[K" + printable(line), to: STDERR_FILENO) }

    private static func width(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return variable("COLUMNS").flatMap { Int($0) }
        }
        return Int(size.ws_col)
    }

    /// Whether standard output is a screen that can be cleared.
    static var isScreen: Bool { isatty(STDOUT_FILENO) == 1 && variable("TERM") != "dumb" }

    /// Clears a screen and what was scrolled off it.
    static let clearing = "\u{1B}[H\u{1B}[2J\u{1B}[3J"

    /// The time of day by the machine's clock, `14:03:22`.
    static var timeOfDay: String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: ":")
    }

    /// Gives each standard stream that is closed a file that takes its place, so that no file opened later does: results
    /// would go into it.
    static func claimStandardStreams() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes a result to standard output.
    ///
    /// - Throws: `OutputError` when it cannot be written, as on a full disk.
    static func write(_ text: String) throws {
        try write(text, to: STDOUT_FILENO)
    }

    /// Writes a result to standard output, unless whoever read it has gone: what was done is done.
    ///
    /// - Throws: `OutputError` when it cannot be written for another reason.
    static func writeUnlessClosed(_ text: String) throws {
        do {
            try write(text)
        } catch let error as OutputError where error.code == EPIPE {
        }
    }

    /// Writes a message to standard error; there is nowhere to tell of a failure.
    static func say(_ text: String) {
        try? write(text + "\n", to: STDERR_FILENO)
    }

    /// Writes what is passed over to standard error, a sentence each.
    static func warn(_ doubts: [String]) {
        for doubt in doubts { say("warning: \(printable(doubt))") }
    }

    /// Says what a user should know, and what is not wrong; names in it may come from outside.
    static func note(_ text: String) { say("note: \(printable(text))") }

    private static func write(_ text: String, to descriptor: Int32) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw OutputError(code: errno)
            }
            bytes = bytes.dropFirst(count)
        }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

/// Standard output would not take a result.
struct OutputError: MachineFailure {
    /// An `errno`.
    let code: Int32
    var description: String { "cannot write the result: \(String(cString: strerror(code)))" }
    var help: String? { "make room where standard output goes, or send it elsewhere" }
}
