import NIOHTTP1

/// Why a request is not answered as it was meant; as JSON `{"error": {"status": 413, "message": "…", "help": "…"}}`.
struct Refusal: Error, Encodable {
    let status: HTTPResponseStatus
    let message: String
    let help: String?
    var headers: [(String, String)] = []

    init(_ status: HTTPResponseStatus, _ message: String, help: String? = nil, headers: [(String, String)] = []) {
        (self.status, self.message, self.help, self.headers) = (status, message, help, headers)
    }

    static func busy(_ message: String) -> Refusal {
        Refusal(
            .serviceUnavailable, message, help: "send it again in a second", headers: [("Retry-After", "1")])
    }

    /// Of what is no HTTP, or none that is taken.
    init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow: self.init(.requestHeaderFieldsTooLarge, "the request's header is too long")
        case .invalidVersion: self.init(.httpVersionNotSupported, "requests must be of HTTP/1.1 or 1.0")
        // Bytes of no protocol at all begin with none either.
        case .invalidMethod: self.init(.badRequest, "the request must begin with a method of HTTP")
        default: self.init(.badRequest, "the request is not of HTTP: \(error)")
        }
    }

    private enum Keys: String, CodingKey { case error }
    private enum Members: String, CodingKey { case status, message, help }

    func encode(to encoder: any Encoder) throws {
        var whole = encoder.container(keyedBy: Keys.self)
        var members = whole.nestedContainer(keyedBy: Members.self, forKey: .error)
        try members.encode(Int(status.code), forKey: .status)
        try members.encode(message, forKey: .message)
        try members.encodeIfPresent(help, forKey: .help)
    }
}
