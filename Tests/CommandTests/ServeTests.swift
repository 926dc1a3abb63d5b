import Foundation
import TestSupport
import Testing

/// A network served on this machine. Its scores are those of `PredictTests`: 1 / (1 + e^1.1) and the rest.
struct ServeTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            netspec: 1
            name: means
            input: {channels: 3, height: 4, width: 4}
            classes: 2
            network:
              - global-average-pool
              - linear: {name: scores, outputs: "${classes}"}
            data: {source: {folder: photos}, normalize: {mean: [0, 0, 0], deviation: [1, 1, 1]}}

            """, to: "spec.yaml")
        try folder.write(
            WeightsFile.bytes(
                [("scores.weight", [2, 3], [1, 0, 0, 0, 0, 1]), ("scores.bias", [2], [0, 0.5])],
                metadata: ["classes": #"["reddish","<b>bluish</b>"]"#]), to: "w.safetensors")
        try folder.write(picture, to: "a.png")
    }

    private let picture = PNGFile.bytes(
        planes: [51, 102, 204].flatMap { [UInt8](repeating: $0, count: 30) }, channels: 3, height: 6, width: 5)

    /// A server that runs, and its port.
    private func serve(_ more: String...) throws -> (StartedProgram, port: Int) {
        let program = try Program.netspec.start(
            ["serve", "spec.yaml", "--weights", "w.safetensors", "--port", "0", "--threads", "1"] + more, in: folder)
        try program.wait(for: "an address") { try program.output().contains("\n") }
        let match = try #require(
            try program.output().firstMatch(of: /serving means on http:\/\/127\.0\.0\.1:(\d+)\/\n/))
        return (program, try #require(Int(match.1)))
    }

    private func end(_ program: StartedProgram, by signal: Int32 = SIGTERM) throws {
        kill(program.process.processIdentifier, signal)
        try program.outcome().expectSuccess()
    }

    private func head(
        _ method: String, _ path: String, _ port: Int, _ lines: [String] = [], length: Int? = nil
    ) -> String {
        let all =
            ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"] + lines
            + (length.map { ["Content-Length: \($0)"] } ?? [])
        return all.joined(separator: "\r\n") + "\r\n\r\n"
    }

    private func ask(
        _ method: String, _ path: String, _ port: Int, _ lines: [String] = [], _ body: [UInt8] = []
    ) throws -> HTTPClient.Answer {
        let client = try HTTPClient(port: port)
        client.send(head(method, path, port, lines, length: body.isEmpty ? nil : body.count))
        client.send(body)
        return try client.answer()
    }

    @Test func picturesAreToldOfAsByPredict() throws {
        let (program, port) = try serve()
        let predicted = try Program.netspec.run(
            ["predict", "spec.yaml", "a.png", "--weights", "w.safetensors", "--threads", "1", "--format", "json"],
            in: folder
        ).object()
        let answer = try ask("POST", "/predict", port, [], picture)
        #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
        let found = try answer.object()
        #expect(Set(found.keys) == Set(predicted.keys))
        let top = try #require((found["pictures"] as? [[String: Any]])?.first?["top"] as? [[String: Any]])
        #expect(top.map { $0["class"] as? String } == ["<b>bluish</b>", "reddish"])
        let probability = try #require(top.first?["probability"] as? Double)
        #expect(abs(probability - 0.75026011) < 1e-6)
        let expected = try #require((predicted["pictures"] as? [[String: Any]])?.first?["top"] as? [[String: Any]])
        #expect(top.map { $0["probability"] as? Double } == expected.map { $0["probability"] as? Double })
        // As a form, and only of one class.
        let form =
            Array("--x\r\nContent-Disposition: form-data; name=\"p\"; filename=\"my cat.png\"\r\n\r\n".utf8) + picture
            + Array("\r\n--x--\r\n".utf8)
        let named = try ask(
            "POST", "/predict?top=1", port, ["Content-Type: multipart/form-data; boundary=x"], form
        ).object()
        let told = try #require((named["pictures"] as? [[String: Any]])?.first)
        #expect(told["path"] as? String == "my cat.png" && (told["top"] as? [Any])?.count == 1)
        try end(program, by: SIGINT)
    }

    @Test func tellsOfTheNetworkAndShowsAPage() throws {
        let (program, port) = try serve()
        let model = try ask("GET", "/model", port).object()
        #expect(model["name"] as? String == "means" && model["input"] as? [Int] == [3, 4, 4])
        #expect((model["totals"] as? [String: Int])?["parameters"] == 8)
        #expect(try ask("GET", "/health", port).object()["status"] as? String == "ok")
        let page = try ask("GET", "/", port)
        let text = String(decoding: page.body, as: UTF8.self)
        let nonce = try #require(
            page.headers["content-security-policy"]?.firstMatch(of: /script-src 'nonce-([a-z0-9]+)'/))
        #expect(page.headers["content-type"] == "text/html; charset=utf-8")
        #expect(text.hasPrefix("<!doctype html>") && text.contains("<script nonce=\"\(nonce.1)\">"))
        // Nothing comes from elsewhere.
        #expect(
            !text.contains("src=") && !text.contains("http:") && !text.contains("https:") && !text.contains("@import"))
        let short = try HTTPClient(port: port)
        short.send(head("HEAD", "/", port, ["Connection: close"]))
        let start = String(decoding: short.rest(), as: UTF8.self)
        #expect(start.hasPrefix("HTTP/1.1 200 OK\r\n") && start.hasSuffix("\r\n\r\n"))
        // One connection serves several requests, also those sent at once.
        let client = try HTTPClient(port: port)
        client.send(head("GET", "/health", port) + head("GET", "/model", port, ["Connection: close"]))
        let both = String(decoding: client.rest(), as: UTF8.self)
        #expect(both.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
        try end(program)
    }

    @Test func whatIsWrongIsToldAsJSON() throws {
        let (program, port) = try serve("--max-size", "1")
        #expect(try ask("GET", "/predict", port).headers["allow"] == "POST")
        #expect(try ask("GET", "/predict", port).status == 405)
        #expect(try ask("POST", "/model", port, [], [1]).status == 405)
        #expect(try ask("DELETE", "/", port).headers["allow"] == "GET, HEAD")
        #expect(try ask("GET", "/../etc/passwd", port).status == 404)
        let noPicture = try ask("POST", "/predict", port, [], Array("no picture".utf8))
        #expect(noPicture.status == 422)
        #expect(try noPicture.message().contains("must be a JPEG, PNG or WebP"))
        #expect(try ask("POST", "/predict", port, ["Content-Length: 0"]).status == 400)
        #expect(try ask("POST", "/predict?top=0", port, [], picture).status == 400)
        #expect(try ask("POST", "/predict?top=1&top=x", port, [], picture).status == 400)
        let form = ["Content-Type: multipart/form-data; boundary=x"]
        for body in ["", "--x", "--x\r\n\r\n", "--x\r\nContent-Disposition: form-data; filename=a\r\n\r\ncut", "--y--"]
        {
            #expect(try ask("POST", "/predict", port, form, Array((body + " ").utf8)).status == 400, "\(body)")
        }
        // 20,000 × 20,000 pixels are refused by what their file says.
        let huge = try ask("POST", "/predict", port, [], PNGFile.headerOnly(height: 20_000, width: 20_000))
        #expect(huge.status == 422)
        #expect(try huge.message().contains("20000×20000"))
        try end(program)
    }

    /// By name (DNS rebinding) and by origin.
    @Test func otherSitesAreNotHeard() throws {
        let (program, port) = try serve()
        func status(_ lines: String...) throws -> Int {
            let client = try HTTPClient(port: port)
            client.send(
                (["POST /predict HTTP/1.1"] + lines + ["Content-Length: \(picture.count)"]).joined(separator: "\r\n")
                    + "\r\n\r\n")
            client.send(picture)
            return try client.answer().status
        }
        #expect(try status("Host: localhost:\(port)") == 200)
        #expect(try status("Host: localhost:\(port)", "Origin: http://localhost:\(port)") == 200)
        for host in [
            "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "127.0.0.1:", "", "127.0.0.1@x",
        ] {
            #expect([400, 403].contains(try status("Host: \(host)")), "\(host)")
        }
        #expect(try status("X: y") == 400)
        #expect(try status("Host: localhost", "Host: evil.example") == 400)
        for origin in ["http://evil.example", "null", "https://localhost:\(port)", "http://localhost:1"] {
            #expect(try status("Host: localhost:\(port)", "Origin: \(origin)") == 403, "\(origin)")
            #expect(try ask("GET", "/model", port, ["Origin: \(origin)"]).status == 403, "\(origin)")
        }
        // What browsers say of requests that their pages make; a link from elsewhere may lead to the page.
        #expect(try status("Host: localhost:\(port)", "Sec-Fetch-Site: cross-site") == 403)
        #expect(try status("Host: localhost:\(port)", "Sec-Fetch-Site: same-origin") == 200)
        #expect(try ask("GET", "/", port, ["Sec-Fetch-Site: cross-site"]).status == 200)
        try end(program)
    }

    @Test func hostileClientsWearNothingOut() throws {
        let (program, port) = try serve("--max-size", "1", "--patience", "1")
        // A body that is too large is refused by its length, and where that is not told, once it is.
        #expect(try ask("POST", "/predict", port, ["Content-Length: 99999999999999999999999"]).status == 400)
        let client = try HTTPClient(port: port)
        client.send(head("POST", "/predict", port, length: 2 << 20))
        #expect(try client.answer().status == 413)
        let chunked = try HTTPClient(port: port)
        chunked.send(head("POST", "/predict", port, ["Transfer-Encoding: chunked"]))
        for _ in 0..<20 {
            chunked.send(Array("10000\r\n".utf8) + [UInt8](repeating: 0, count: 1 << 16) + Array("\r\n".utf8))
        }
        #expect(try chunked.answer().status == 413)
        // Headers without end, and garbage.
        #expect(
            try ask("GET", "/", port, (0..<40).map { "X-\($0): \(String(repeating: "x", count: 1000))" }).status == 431)
        let endless = try HTTPClient(port: port)
        endless.send("GET / HTTP/1.1\r\nX: " + String(repeating: "x", count: 1 << 20))
        #expect(String(decoding: endless.rest(), as: UTF8.self).contains("HTTP/1.1 4"))
        for (garbage, status) in [
            ("\u{0}\u{1}\u{2}\r\n\r\n", 400), ("GET\r\n\r\n", 400), ("GET / HTTP/9.9\r\n\r\n", 505),
            ("GET /he alth HTTP/1.1\r\n\r\n", 400), ("\u{16}\u{3}\u{1}\u{2}\u{0}", 400),
            (head("POST", "/predict", port, ["Content-Length: abc"]), 400),
        ] {
            let client = try HTTPClient(port: port)
            client.send(garbage)
            client.endSending()
            let answer = try client.answer()
            #expect(try answer.status == status && !answer.message().isEmpty, "\(garbage.debugDescription)")
        }
        // Slow ones: nothing at all, half a head, half a body.
        let silent = try HTTPClient(port: port)
        #expect(silent.rest().isEmpty)
        let half = try HTTPClient(port: port)
        half.send("GET / HTTP/1.1\r\nHost: loc")
        #expect(half.rest().isEmpty)
        let slow = try HTTPClient(port: port)
        slow.send(head("POST", "/predict", port, length: 1000) + "x")
        #expect(String(decoding: slow.rest(), as: UTF8.self).hasPrefix("HTTP/1.1 408"))
        // Cut off.
        let cut = try HTTPClient(port: port)
        cut.send(head("POST", "/predict", port, length: 1000) + "x")
        cut.endSending()
        _ = cut.rest()
        #expect(try ask("GET", "/health", port).object()["waiting"] as? Int == 0)
        #expect(try ask("POST", "/predict", port, [], picture).status == 200)
        try end(program)
    }

    /// Requests may be sent without waiting for answers, which come in their order (RFC 9112, section 9.3.2).
    @Test func requestsThatComeTogetherAreAnsweredInTheirOrder() throws {
        let (program, port) = try serve()
        let client = try HTTPClient(port: port)
        let post = Array(head("POST", "/predict", port, length: picture.count).utf8) + picture
        let health = Array(head("GET", "/health", port).utf8)
        let wrong = Array(head("POST", "/predict", port, length: 1).utf8) + [7]
        client.send(post + health + wrong + health + post)
        #expect(try (0..<5).map { _ in try client.answer().status } == [200, 200, 422, 200, 200])
        client.send(health)
        #expect(try client.answer().status == 200)
        try end(program)
    }

    /// Clients that have gone take nobody's place, and what many parts of a form cost is not paid by others.
    @Test func whoHasGoneIsNotWaitedFor() throws {
        let (program, port) = try serve("--max-waiting", "8", "--max-size", "64")
        let side = 500
        let large = PNGFile.bytes(
            planes: [UInt8](repeating: 7, count: 3 * side * side), channels: 3, height: side, width: side)
        for _ in 0..<8 {
            let client = try HTTPClient(port: port)
            client.send(head("POST", "/predict", port, length: large.count))
            client.send(large)
            client.leave()
        }
        // Whoever is told to come again does so, until the last of them has been noticed.
        try program.wait(for: "a place") { try ask("POST", "/predict", port, [], picture).status == 200 }
        try program.wait(for: "an empty queue") {
            try ask("GET", "/health", port).object()["waiting"] as? Int == 0
        }
        let form = try HTTPClient(port: port)
        let parts = Array(String(repeating: "--x\r\n\r\n\r\n", count: 50_000).utf8)
        form.send(
            head("POST", "/predict", port, ["Content-Type: multipart/form-data; boundary=x"], length: parts.count))
        form.send(parts)
        #expect(try ask("GET", "/health", port).status == 200)
        #expect(try form.answer().status == 400)
        try end(program)
    }

    /// One picture may wait; each takes a while to decode.
    @Test func moreThanMayWaitAreToldToComeAgain() throws {
        let (program, port) = try serve("--max-waiting", "1", "--max-size", "64")
        let side = 1500
        let large = PNGFile.bytes(
            planes: [UInt8](repeating: 7, count: 3 * side * side), channels: 3, height: side, width: side)
        let clients = try (0..<6).map { _ in try HTTPClient(port: port) }
        for client in clients { client.send(head("POST", "/predict", port, length: large.count)) }
        for client in clients { client.send(Array(large.dropLast())) }
        for client in clients { client.send(Array(large.suffix(1))) }
        let answers = try clients.map { try $0.answer() }
        let statuses = Set(answers.map(\.status))
        #expect(statuses == [200, 503], "\(answers.map(\.status))")
        for answer in answers where answer.status == 503 {
            #expect(answer.headers["retry-after"] == "1")
            #expect(try answer.message().contains("are waiting already"))
        }
        try end(program)
    }

    /// What is asked before a stop is answered, and nothing is taken after it.
    @Test func aStopWaitsForAnswers() throws {
        let (program, port) = try serve("--max-size", "64")
        let side = 2000
        let large = PNGFile.bytes(
            planes: [UInt8](repeating: 7, count: 3 * side * side), channels: 3, height: side, width: side)
        let idle = try HTTPClient(port: port)
        let client = try HTTPClient(port: port)
        client.send(head("POST", "/predict", port, length: large.count))
        client.send(large)
        // Whatever was sent before is in the queue, or answered, once this is.
        _ = try ask("GET", "/health", port)
        kill(program.process.processIdentifier, SIGTERM)
        #expect(try client.answer().status == 200)
        #expect(client.rest().isEmpty && idle.rest().isEmpty)
        try program.outcome().expectSuccess()
    }

    @Test func theHelpTellsTheLimits() throws {
        let help = try Program.netspec.run(["serve", "--help"], in: folder, prelude: "export COLUMNS=400").output
        #expect(
            help.contains("32 connections are served at a time, and pictures of up to 67 million pixels"), "\(help)")
    }

    @Test func aPortThatIsTakenIsTold() throws {
        let (program, port) = try serve()
        let outcome = try Program.netspec.run(
            ["serve", "spec.yaml", "--weights", "w.safetensors", "--port", "\(port)", "--threads", "1"], in: folder)
        outcome.expectRefusal(2, "cannot listen on 127.0.0.1:\(port): Address already in use", "--port")
        try Program.netspec.run(["serve", "spec.yaml", "--port", "70000"], in: folder).expectRefusal(64, "--port")
        try end(program)
    }
}
