import NIOHTTP1

/// What a request asks for, once its head is found to be one that this server takes.
enum Route: Equatable, Sendable {
    case page
    case model
    case health
    /// - Parameter top: of how many classes to tell.
    case predict(top: Int)

    /// Takes a request's head, or says why not.
    ///
    /// Only who asks this machine by a name of its own is heard: a page of another site whose name was made to lead here is not
    /// (DNS rebinding), and neither is one of another origin.
    static func taken(from head: HTTPRequestHead, _ limits: ServingLimits) -> Result<Route, Refusal> {
        if let refusal = sizeRefusal(head, limits) ?? hostRefusal(head) ?? originRefusal(head) {
            return .failure(refusal)
        }
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        switch parts.first.map(String.init) ?? "" {
        case "/": return reading(.page, head)
        case "/model": return reading(.model, head)
        case "/health": return reading(.health, head)
        case "/predict": return predicting(head, query: parts.count > 1 ? String(parts[1]) : "", limits)
        default:
            return .failure(
                Refusal(.notFound, "there is nothing at this path", help: "ask for /, /model, /health or /predict"))
        }
    }

    private static func reading(_ route: Route, _ head: HTTPRequestHead) -> Result<Route, Refusal> {
        guard [.GET, .HEAD].contains(head.method) else { return .failure(method("GET, HEAD")) }
        guard contentLength(head) ?? 0 == 0, !head.headers.contains(name: "Transfer-Encoding") else {
            return .failure(Refusal(.badRequest, "a request for this path must have no body"))
        }
        return .success(route)
    }

    private static func predicting(
        _ head: HTTPRequestHead, query: String, _ limits: ServingLimits
    ) -> Result<Route, Refusal> {
        guard head.method == .POST else { return .failure(method("POST")) }
        if let site = head.headers.first(name: "Sec-Fetch-Site"), !["same-origin", "none"].contains(site.lowercased()) {
            return .failure(foreign)
        }
        if let length = contentLength(head), length > limits.bodyBytes { return .failure(tooLarge(limits)) }
        var top = 5
        for item in query.split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.first == "top", pair.count == 2, let count = Int(pair[1]), count > 0 else {
                return .failure(Refusal(.badRequest, "the query must be `top=COUNT`, of at least 1"))
            }
            top = count
        }
        return .success(.predict(top: top))
    }

    static func tooLarge(_ limits: ServingLimits) -> Refusal {
        Refusal(
            .payloadTooLarge, "a request must have at most \(limits.bodyBytes) bytes", help: "send a smaller picture")
    }

    private static func method(_ allowed: String) -> Refusal {
        Refusal(.methodNotAllowed, "this path is for \(allowed)", headers: [("Allow", allowed)])
    }

    private static func contentLength(_ head: HTTPRequestHead) -> Int? {
        head.headers.first(name: "Content-Length").map { Int($0) ?? .max }
    }

    private static func sizeRefusal(_ head: HTTPRequestHead, _ limits: ServingLimits) -> Refusal? {
        let bytes = head.headers.reduce(head.uri.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        return bytes > limits.headerBytes
            ? Refusal(
                .requestHeaderFieldsTooLarge, "a request's header must have at most \(limits.headerBytes) bytes")
            : nil
    }

    private static func hostRefusal(_ head: HTTPRequestHead) -> Refusal? {
        let hosts = head.headers[canonicalForm: "Host"]
        guard hosts.count == 1, let host = hosts.first else {
            return Refusal(.badRequest, "a request must name its host once")
        }
        guard isLoopback(String(host)) else {
            return Refusal(
                .forbidden, "this server answers to this machine's own names alone",
                help: "ask for http://127.0.0.1 or http://localhost, with its port")
        }
        return nil
    }

    private static let foreign = Refusal(
        .forbidden, "this server answers its own page, and programs that name no origin")

    private static func originRefusal(_ head: HTTPRequestHead) -> Refusal? {
        guard let origin = head.headers.first(name: "Origin") else { return nil }
        return origin == "http://\(head.headers.first(name: "Host") ?? "")" ? nil : foreign
    }

    private static func isLoopback(_ host: String) -> Bool {
        ["127.0.0.1", "localhost", "[::1]"].contains { name in
            guard host.lowercased().hasPrefix(name) else { return false }
            let rest = host.dropFirst(name.count)
            return rest.isEmpty || rest.first == ":" && rest.count > 1 && rest.dropFirst().allSatisfy(\.isASCIIDigit)
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
