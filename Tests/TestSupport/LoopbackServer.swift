import Foundation
import Glibc
import Synchronization

private final class RequestLog: Sendable {
    private let received = Mutex<[LoopbackServer.Request]>([])

    var requests: [LoopbackServer.Request] { received.withLock { $0 } }

    func note(_ request: LoopbackServer.Request) { received.withLock { $0.append(request) } }
}

/// An HTTP server on the loopback address, for as long as it is kept: each connection brings one request, and what it answers is up to
/// the test.
package final class LoopbackServer: Sendable {
    package struct Request: Sendable {
        /// What stands behind `GET`.
        package let target: String
        /// By their names in small letters.
        package let headers: [String: String]
    }

    /// A request, and the way to answer it.
    package struct Exchange: Sendable {
        package let request: Request
        fileprivate let descriptor: Int32

        /// - Returns: false where the other side has gone.
        @discardableResult
        package func send(_ bytes: [UInt8]) -> Bool {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }

        @discardableResult
        package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

        /// The head of an answer.
        package func head(_ status: String, _ lines: String...) {
            send((["HTTP/1.1 \(status)", "Connection: close"] + lines + ["", ""]).joined(separator: "\r\n"))
        }

        /// Sends a file as servers do, from the byte that is asked for on.
        ///
        /// - Parameters:
        ///   - tag: an entity tag; what is asked for with another is sent whole.
        ///   - most: so many bytes are sent of it before the connection ends.
        package func serve(_ file: [UInt8], tag: String? = nil, most: Int = .max) {
            let tagLine = tag.map { ["ETag: \($0)"] } ?? []
            let range = request.headers["range"].flatMap { Int($0.dropFirst("bytes=".count).dropLast()) }
            let condition = request.headers["if-range"]
            guard let start = range, start < file.count, condition == nil || condition == tag else {
                send(
                    (["HTTP/1.1 200 OK", "Connection: close", "Content-Length: \(file.count)"] + tagLine + ["", ""])
                        .joined(separator: "\r\n"))
                send(Array(file.prefix(most)))
                return
            }
            let length = file.count - start
            send(
                ([
                    "HTTP/1.1 206 Partial Content", "Connection: close", "Content-Length: \(length)",
                    "Content-Range: bytes \(start)-\(file.count - 1)/\(file.count)",
                ] + tagLine + ["", ""]).joined(separator: "\r\n"))
            send(Array(file[start...].prefix(most)))
        }
    }

    package let address: String
    private let descriptor: Int32
    private let log = RequestLog()

    package init(_ answer: @escaping @Sendable (Exchange) -> Void) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                bind(descriptor, place, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, place, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
        let log = log
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread {
                    defer { close(connection) }
                    guard let request = Self.request(on: connection) else { return }
                    log.note(request)
                    answer(Exchange(request: request, descriptor: connection))
                    shutdown(connection, Int32(SHUT_WR))
                }
            }
        }
    }

    /// The requests that have come.
    package var requests: [Request] { log.requests }

    private static func request(on connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: bytes, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return Request(target: String(words[1]), headers: headers)
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}
