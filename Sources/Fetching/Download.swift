import Files
import Recipes

/// Fetches a file into a part, and goes on where an earlier fetch of it ended.
package final class Download: HTTPRequest.Receiver {
    private let file: FetchedFile
    private let part: PartFile
    private let stallSeconds: Int
    private let tell: (FetchEvent) -> Void
    /// What to do where nothing can be fetched.
    private let help: String

    private var head = ResponseHead()
    private var hasBegun = false
    /// Whether bytes of an earlier fetch are among those of the part.
    private var isResumed: Bool

    /// A connection that breaks is made again as long as it brings something, and so often without.
    private static let mostVainTries = 2

    package init(
        _ file: FetchedFile, into part: PartFile, stallSeconds: Int, help: String, tell: @escaping (FetchEvent) -> Void
    ) {
        (self.file, self.part, self.stallSeconds, self.help, self.tell) = (file, part, stallSeconds, help, tell)
        isResumed = part.byteCount > 0
    }

    /// Fetches what is missing, and checks all of it.
    ///
    /// - Throws: `FetchError` where it cannot be fetched; `DataError` where what comes is not the file; `FileError`.
    package func run() throws {
        if part.byteCount > file.byteCount {
            try part.empty(validator: nil)
            isResumed = false
        }
        if isResumed { tell(.note("going on with `\(file.name)` after \(part.byteCount) of \(file.byteCount) bytes")) }
        try fetch()
        while true {
            let found = try SHA256.text(ofFile: part.path)
            if found == file.sha256 { return }
            guard isResumed else {
                part.remove()
                throw DataError(
                    "what came as `\(file.name)` is another file: its SHA-256 must be `\(file.sha256)`, and is `\(found)`",
                    help: help)
            }
            // The part of an earlier fetch may have been of another file.
            tell(.note("`\(file.name)` does not have its checksum, and is fetched anew"))
            try part.empty(validator: nil)
            isResumed = false
            try fetch()
        }
    }

    private func fetch() throws {
        for (number, address) in file.addresses.enumerated() {
            do {
                return try fetch(from: address)
            } catch let error as FetchError where number + 1 < file.addresses.count {
                tell(.note("\(error); trying another address"))
            }
        }
    }

    private func fetch(from address: String) throws {
        var vainTries = 0
        var mayBeginAnew = true
        while part.byteCount < file.byteCount {
            let before = part.byteCount
            (head, hasBegun) = (ResponseHead(), false)
            var request = HTTPRequest(address: address, stallSeconds: stallSeconds)
            if before > 0 { (request.start, request.validator) = (before, part.validator) }
            let response = try request.perform(self)
            if part.byteCount == file.byteCount { return }
            if response.status == 416, mayBeginAnew {
                // The server's file ends before the part does, so it is another.
                mayBeginAnew = false
                try part.empty(validator: nil)
                continue
            }
            let isLedAstray = [.tooManyRedirects, .forbidden].contains(response.end)
            guard isLedAstray || [0, 200, 206].contains(response.status) else {
                throw failure(address, "the server answers with status \(response.status)")
            }
            let isBroken = [.cutOff, .stalled, .complete].contains(response.end) && response.status != 0
            vainTries = part.byteCount > before ? 0 : vainTries + 1
            guard isBroken, vainTries < Self.mostVainTries else {
                throw failure(address, reason(response.end))
            }
        }
    }

    private func reason(_ end: HTTPRequest.End) -> String {
        switch end {
        case .complete, .cutOff: "the connection ended after \(part.byteCount) of \(file.byteCount) bytes"
        case .stalled: "nothing came for \(stallSeconds) seconds"
        case .tooManyRedirects: "it redirects more than \(HTTPRequest.mostRedirects) times"
        case .forbidden: "it leads to an address that is not of HTTPS"
        case .failed(let words): words
        }
    }

    private func failure(_ address: String, _ reason: String) -> FetchError {
        FetchError("cannot fetch `\(file.name)` from `\(withoutCredentials(address))`: \(reason)", help: help)
    }

    func receive(head line: String) { head.take(line) }

    func receive(body: UnsafeRawBufferPointer, status: Int) throws -> Bool {
        // What else a server says is for people.
        guard status == 200 || status == 206 else { return false }
        if !hasBegun {
            hasBegun = true
            try begin(status)
        }
        guard part.byteCount + body.count <= file.byteCount else {
            part.remove()
            throw wrongLength("and more come")
        }
        try part.append(body)
        tell(.received(file: file.name, byteCount: part.byteCount, of: file.byteCount))
        return true
    }

    /// Before the first byte of a body: a server may send all of it, though the rest was asked for.
    private func begin(_ status: Int) throws {
        if status == 206 {
            guard let range = head.range, range.start == part.byteCount, part.byteCount > 0 else {
                throw DataError(
                    "the server sends another part of `\(file.name)` than was asked for",
                    help: "try again, or name a mirror with `--from`")
            }
            guard range.total ?? file.byteCount == file.byteCount else {
                throw wrongLength("and the server has \(range.total ?? 0)")
            }
            return
        }
        if let length = head.length, length != file.byteCount { throw wrongLength("and the server has \(length)") }
        if part.byteCount > 0 { tell(.note("the server sends all of `\(file.name)` again")) }
        isResumed = false
        try part.empty(validator: head.validator)
    }

    private func wrongLength(_ found: String) -> DataError {
        DataError("`\(file.name)` must have \(file.byteCount) bytes, \(found)", help: help)
    }
}
