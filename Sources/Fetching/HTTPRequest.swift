import CCurl

/// A request over HTTP, by libcurl.
struct HTTPRequest {
    let address: String
    /// The first byte that is wanted; nil for all.
    var start: Int?
    /// What the range is bound to: the entity tag, or the date, of the file of which there is a part already.
    var validator: String?
    /// A connection that takes longer, and one on which nothing comes for so long, is given up.
    let stallSeconds: Int

    static let mostRedirects = 5

    /// How it ended.
    enum End: Equatable {
        case complete
        case stalled
        /// The connection ended before the body.
        case cutOff
        case tooManyRedirects
        /// It leads to another scheme than HTTPS.
        case forbidden
        /// In the library's words.
        case failed(String)
    }

    struct Response {
        let end: End
        /// 0 where there was none.
        let status: Int
    }

    /// What takes the response.
    protocol Receiver: AnyObject {
        /// A line of the head, without its end; those of responses that redirect come too.
        func receive(head line: String)
        /// Bytes of the body.
        ///
        /// - Returns: whether more are wanted.
        /// - Throws: what ends the request.
        func receive(body: UnsafeRawBufferPointer, status: Int) throws -> Bool
    }

    /// - Throws: what the receiver throws.
    func perform(_ receiver: any Receiver) throws -> Response {
        let context = Context(receiver)
        let pointer = Unmanaged.passUnretained(context).toOpaque()
        let range = start.map { "bytes=\($0)-" }
        let result = withExtendedLifetime(context) {
            address.withCString { address in
                withOptionalCString(range) { range in
                    withOptionalCString(range == nil ? nil : validator) { validator in
                        Self.schemes(of: self.address).withCString { schemes in
                            Self.agent.withCString { agent in
                                var request = CcurlRequest()
                                request.address = address
                                request.range_header = range
                                request.if_range_header = validator
                                request.user_agent = agent
                                request.schemes = schemes
                                request.most_redirects = Self.mostRedirects
                                request.stall_seconds = stallSeconds
                                request.context = pointer
                                request.head = { Context.of($0)?.head($1, $2) ?? 1 }
                                request.body = { Context.of($0)?.body($1, $2, $3) ?? 1 }
                                return ccurl_get(&request)
                            }
                        }
                    }
                }
            }
        }
        if let error = context.error { throw error }
        return Response(end: Self.end(result), status: result.status)
    }

    private static let agent = "netspec"

    /// Where the way began encrypted, it stays so.
    private static func schemes(of address: String) -> String {
        address.lowercased().hasPrefix("http://") ? "http,https" : "https"
    }

    private static func end(_ result: CcurlResult) -> End {
        switch result.outcome {
        case CcurlComplete: return .complete
        case CcurlStalled: return .stalled
        case CcurlCutOff: return .cutOff
        case CcurlTooManyRedirects: return .tooManyRedirects
        case CcurlForbiddenAddress:
            return 300..<400 ~= result.status ? .forbidden : .failed("the answer is not of HTTP")
        default:
            var message = result.message
            return .failed(
                withUnsafeBytes(of: &message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
    }
}

private func withOptionalCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    guard let text else { return body(nil) }
    return text.withCString { body($0) }
}

/// What libcurl hands back to its callbacks.
private final class Context {
    private let receiver: any HTTPRequest.Receiver
    private(set) var error: (any Error)?

    init(_ receiver: any HTTPRequest.Receiver) { self.receiver = receiver }

    static func of(_ pointer: UnsafeMutableRawPointer?) -> Context? {
        pointer.map { Unmanaged<Context>.fromOpaque($0).takeUnretainedValue() }
    }

    func head(_ line: UnsafePointer<CChar>?, _ count: Int) -> Int32 {
        let bytes = UnsafeRawBufferPointer(start: line, count: count)
        let text = String(decoding: bytes, as: UTF8.self)
        receiver.receive(head: String(text.prefix { !$0.isNewline }))
        return 0
    }

    func body(_ status: Int, _ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
        do {
            let body = UnsafeRawBufferPointer(start: bytes, count: count)
            return try receiver.receive(body: body, status: status) ? 0 : 1
        } catch {
            self.error = error
            return 1
        }
    }
}
