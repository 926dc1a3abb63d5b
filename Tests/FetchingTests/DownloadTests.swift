import Fetching
import Foundation
import Recipes
import Synchronization
import TestSupport
import Testing

/// A file fetched from servers of every kind.
@Suite struct DownloadTests {
    private let folder: TemporaryFolder
    private let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
    private let sum: String

    init() throws {
        // Of a machine with a proxy too.
        setenv("no_proxy", "127.0.0.1", 1)
        folder = try TemporaryFolder()
        sum = try sha256(body, folder)
    }

    private func fetch(_ addresses: [String], stallSeconds: Int = 30) throws -> [FetchEvent] {
        let file = FetchedFile("set.bin", at: addresses, byteCount: body.count, sha256: sum)
        var events: [FetchEvent] = []
        try Download(
            file, into: PartFile(folder["set.part"]), stallSeconds: stallSeconds, help: "put it there"
        ) { event in
            if case .note = event { events.append(event) }
        }.run()
        #expect(try folder.bytes("set.part") == body)
        return events
    }

    private func fetch(_ server: LoopbackServer, stallSeconds: Int = 30) throws -> [FetchEvent] {
        try fetch([server.address + "/sets/set.bin"], stallSeconds: stallSeconds)
    }

    private func failure(_ server: LoopbackServer, stallSeconds: Int = 30) -> (any Error)? {
        #expect(throws: (any Error).self) { try fetch(server, stallSeconds: stallSeconds) }
    }

    @Test func theSumIsThatOfTheStandard() throws {
        try folder.write("abc", to: "abc")
        // FIPS 180-4's own example.
        #expect(
            try SHA256.text(ofFile: folder["abc"])
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func comesWhole() throws {
        let server = try LoopbackServer { [body] in $0.serve(body, tag: "\"1\"") }
        #expect(try fetch(server) == [])
        #expect(server.requests.count == 1 && server.requests[0].headers["range"] == nil)
        #expect(server.requests[0].target == "/sets/set.bin")
    }

    @Test func aConnectionThatBreaksIsMadeAgain() throws {
        let server = try LoopbackServer { [body] in $0.serve(body, tag: "\"1\"", most: 120_000) }
        _ = try fetch(server)
        #expect(server.requests.map { $0.headers["range"] } == [nil, "bytes=120000-", "bytes=240000-"])
        #expect(server.requests.map { $0.headers["if-range"] } == [nil, "\"1\"", "\"1\""])
    }

    @Test func anEarlierPartIsGoneOnWith() throws {
        try folder.write(Array(body.prefix(1000)), to: "set.part")
        try folder.write("\"1\"", to: "set.part.tag")
        let server = try LoopbackServer { [body] in $0.serve(body, tag: "\"1\"") }
        #expect(try fetch(server) == [.note("going on with `set.bin` after 1000 of 300000 bytes")])
        #expect(server.requests.map { $0.headers["range"] } == ["bytes=1000-"])
    }

    /// The tag is another, so the server sends all of it.
    @Test func aPartOfAnEarlierVersionIsReplaced() throws {
        try folder.write([UInt8](repeating: 7, count: 1000), to: "set.part")
        try folder.write("\"0\"", to: "set.part.tag")
        let server = try LoopbackServer { [body] in $0.serve(body, tag: "\"1\"") }
        #expect(try fetch(server).last == .note("the server sends all of `set.bin` again"))
    }

    @Test func aServerMayIgnoreRanges() throws {
        try folder.write(Array(body.prefix(1000)), to: "set.part")
        let server = try LoopbackServer { [body] exchange in
            exchange.head("200 OK", "Content-Length: \(body.count)")
            exchange.send(body)
        }
        #expect(try fetch(server).last == .note("the server sends all of `set.bin` again"))
    }

    /// Without a tag nothing tells that the part is of another file but the sum at the end.
    @Test func aPartOfAnotherFileIsFoundOut() throws {
        try folder.write([UInt8](repeating: 7, count: 1000), to: "set.part")
        let server = try LoopbackServer { [body] in $0.serve(body) }
        #expect(try fetch(server).last == .note("`set.bin` does not have its checksum, and is fetched anew"))
        #expect(server.requests.count == 2)
    }

    @Test func aPartThatIsTooLongIsBegunAnew() throws {
        try folder.write(body + [0], to: "set.part")
        let server = try LoopbackServer { [body] in $0.serve(body) }
        #expect(try fetch(server) == [])
        #expect(server.requests.map { $0.headers["range"] } == [nil])
    }

    @Test func anAnswerThatIsNotOfHTTPIsTold() throws {
        let server = try LoopbackServer { $0.send([0, 1, 2, 3] + Array("garbage\r\n\r\n".utf8)) }
        let error = failure(server) as? FetchError
        #expect(error?.description.hasSuffix(": the answer is not of HTTP") == true)
    }

    /// Errors are shown to others, and kept in logs.
    @Test func aPasswordIsNotTold() throws {
        let server = try LoopbackServer { $0.head("404 Not Found", "Content-Length: 0") }
        let address = server.address.replacing("http://", with: "http://name:pass%40word@") + "/set.bin"
        let error = #expect(throws: FetchError.self) { try fetch([address]) }
        #expect(
            error?.description
                == "cannot fetch `set.bin` from `\(server.address)/set.bin`: the server answers with status 404")
        #expect(server.requests.count == 1)
    }

    @Test func aWholePartNeedsNoServer() throws {
        try folder.write(body, to: "set.part")
        _ = try fetch(["http://127.0.0.1:1/set.bin"])
    }

    @Test func aRangeThatIsNoneIsAskedForWhole() throws {
        try folder.write(Array(body.prefix(1000)), to: "set.part")
        let server = try LoopbackServer { [body] exchange in
            guard exchange.request.headers["range"] == nil else { return exchange.head("416 Range Not Satisfiable") }
            exchange.serve(body)
        }
        _ = try fetch(server)
    }

    @Test func wrongBytesAreRefused() throws {
        let server = try LoopbackServer { [body] in $0.serve(body.reversed()) }
        let error = failure(server) as? DataError
        let found = try sha256(body.reversed(), folder)
        #expect(
            error?.message
                == "what came as `set.bin` is another file: its SHA-256 must be `\(sum)`, and is `\(found)`")
        #expect(!folder.exists("set.part"))
    }

    @Test(arguments: [-1, 1]) func aWrongLengthIsRefused(more: Int) throws {
        let server = try LoopbackServer { [body] in $0.serve(more > 0 ? body + [0] : Array(body.dropLast())) }
        let error = failure(server) as? DataError
        #expect(error?.message == "`set.bin` must have 300000 bytes, and the server has \(300_000 + more)")
    }

    @Test func anEndlessBodyIsNotTaken() throws {
        let server = try LoopbackServer { exchange in
            exchange.head("200 OK")
            while exchange.send([UInt8](repeating: 1, count: 100_000)) {}
        }
        #expect((failure(server) as? DataError)?.message == "`set.bin` must have 300000 bytes, and more come")
        let other = try LoopbackServer { exchange in
            exchange.head("404 Not Found")
            while exchange.send([UInt8](repeating: 1, count: 100_000)) {}
        }
        let error = failure(other) as? FetchError
        #expect(
            error?.description
                == "cannot fetch `set.bin` from `\(other.address)/sets/set.bin`: the server answers with status 404")
        #expect(error?.help == "put it there")
    }

    @Test func redirectsAreFollowed() throws {
        let server = try LoopbackServer { [body] exchange in
            guard exchange.request.target != "/elsewhere" else { return exchange.serve(body) }
            exchange.head("302 Found", "Location: /elsewhere", "Content-Length: 4")
            exchange.send("gone")
        }
        _ = try fetch(server)
        #expect(server.requests.map(\.target) == ["/sets/set.bin", "/elsewhere"])
    }

    @Test func redirectsEnd() throws {
        let server = try LoopbackServer { $0.head("302 Found", "Location: \($0.request.target)x") }
        let error = failure(server) as? FetchError
        #expect(error?.description.hasSuffix("it redirects more than 5 times") == true, "\(error?.description ?? "")")
        #expect(server.requests.count == 6)
        let leading = try LoopbackServer { $0.head("302 Found", "Location: file:///etc/passwd") }
        let other = failure(leading) as? FetchError
        #expect(
            other?.description.hasSuffix("it leads to an address that is not of HTTPS") == true,
            "\(other?.description ?? "")")
    }

    @Test func aServerThatStallsIsGivenUp() throws {
        let server = try LoopbackServer { exchange in
            exchange.head("200 OK")
            usleep(6_000_000)
        }
        let error = failure(server, stallSeconds: 1) as? FetchError
        #expect(error?.description.hasSuffix("nothing came for 1 seconds") == true, "\(error?.description ?? "")")
    }

    @Test func aServerThatSendsNothingMoreIsGivenUp() throws {
        let server = try LoopbackServer { $0.serve([], tag: nil, most: 0) }
        let error = failure(server)
        #expect(error != nil)
        let short = try LoopbackServer { exchange in exchange.head("200 OK") }
        let other = failure(short) as? FetchError
        #expect(
            other?.description.hasSuffix("the connection ended after 0 of 300000 bytes") == true,
            "\(other?.description ?? "")")
        #expect(short.requests.count == 2)
    }

    @Test func anotherAddressIsTried() throws {
        let server = try LoopbackServer { [body] in $0.serve(body) }
        let events = try fetch(["http://127.0.0.1:1/set.bin", server.address + "/set.bin"])
        guard case .note(let words)? = events.first else { return #expect(Bool(false), "\(events)") }
        #expect(words.hasPrefix("cannot fetch `set.bin` from `http://127.0.0.1:1/set.bin`: "))
        #expect(words.hasSuffix("; trying another address"))
    }
}
