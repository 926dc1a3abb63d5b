import Foundation
import Testing

/// One connection to a server on this machine, over which any bytes can be sent.
final class HTTPClient {
    private let descriptor: Int32
    /// What has come behind the last answer.
    private var come: [UInt8] = []

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Sends bytes; what the other side no longer takes is left.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// Ends what is sent; answers can still come.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// All that comes until the other side closes.
    func rest() -> [UInt8] {
        var (all, room) = (come, [UInt8](repeating: 0, count: 1 << 16))
        come = []
        while true {
            let count = recv(descriptor, &room, room.count, 0)
            guard count > 0 else { return all }
            all += room[..<count]
        }
    }

    /// The next answer to what was sent, once its body is there.
    func answer() throws -> Answer {
        var room = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let answer = Answer(come) {
                come.removeFirst(answer.byteCount)
                return answer
            }
            let count = recv(descriptor, &room, room.count, 0)
            try #require(count > 0, "the connection ended after \(String(decoding: come, as: UTF8.self))")
            come += room[..<count]
        }
    }

    /// Goes, whatever was asked.
    func leave() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    struct Answer {
        let status: Int
        /// Names in lower case.
        let headers: [String: String]
        let body: [UInt8]
        /// Of all of it.
        fileprivate let byteCount: Int

        /// Nil where it is not whole.
        fileprivate init?(_ bytes: [UInt8]) {
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { return nil }
            let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
            status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            headers = Dictionary(
                lines.dropFirst().compactMap { line in
                    guard let colon = line.firstIndex(of: ":") else { return nil }
                    return (
                        line[..<colon].lowercased(),
                        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                    )
                }
            ) { first, _ in first }
            let head = text[..<end.upperBound].utf8.count
            byteCount = head + (headers["content-length"].flatMap { Int($0) } ?? 0)
            guard bytes.count >= byteCount else { return nil }
            body = Array(bytes[head..<byteCount])
        }

        func object() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        }

        /// The words of a refusal.
        func message() throws -> String {
            let error = try #require(try object()["error"] as? [String: Any])
            #expect(error["status"] as? Int == status)
            return try #require(error["message"] as? String)
        }
    }
}
