import Files
import NIOCore
import NIOHTTP1

/// The requests of one connection, one after the other.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// No request has begun.
        case idle
        /// Its body arrives.
        case arriving(Route, HTTPRequestHead, [UInt8])
        /// Its answer is being found.
        case answering
        /// It is answered, and the rest of it is thrown away until the connection closes.
        case closing
    }

    private let service: Service
    private let connections: Connections
    private var state = State.idle
    /// Ends the connection when the client takes too long.
    private var deadline: Scheduled<Void>?
    /// The number of the request, so that an answer that comes too late is not taken for another's.
    private var number = 0
    /// The picture that is looked at, or waits for it.
    private var ticket: PredictionQueue.Ticket?

    private var limits: ServingLimits { service.limits }

    init(_ service: Service, _ connections: Connections) {
        self.service = service
        self.connections = connections
    }

    func channelActive(context: ChannelHandlerContext) {
        connections.add(context.channel)
        guard connections.count <= 4 * limits.connections else { return context.close(promise: nil) }
        awaitArrival(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        connections.remove(context.channel)
        deadline?.cancel()
        withdraw()
        number += 1
        state = .closing
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch (error as? HTTPParserError, state) {
        case (let error?, .idle), (let error?, .arriving): refuse(Refusal(error), context, closes: true)
        default: context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (.head(let head), .idle): take(head, context)
        case (.body(let part), .arriving(let route, let head, var body)):
            // Not to be copied while bytes are added.
            state = .idle
            guard body.count + part.readableBytes <= limits.bodyBytes else {
                return refuse(Route.tooLarge(limits), context, closes: true)
            }
            body += part.readableBytesView
            state = .arriving(route, head, body)
        case (.end, .arriving(let route, let head, let body)): answer(route, head, body, context)
        default: break
        }
    }

    private func take(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        connections.begin(context.channel)
        number += 1
        let hasBody =
            head.headers.contains(name: "Transfer-Encoding")
            || (head.headers.first(name: "Content-Length") ?? "0") != "0"
        guard connections.count <= limits.connections else {
            return refuse(.busy("too many connections are open"), context, closes: true)
        }
        switch Route.taken(from: head, limits) {
        case .failure(let refusal): refuse(refusal, context, closes: hasBody || !head.isKeepAlive)
        case .success(let route):
            if head.headers[canonicalForm: "Expect"].contains(where: { $0.lowercased() == "100-continue" }) {
                context.writeAndFlush(
                    wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))), promise: nil)
            }
            state = .arriving(route, head, [])
        }
    }

    private func answer(
        _ route: Route, _ head: HTTPRequestHead, _ body: [UInt8], _ context: ChannelHandlerContext
    ) {
        deadline?.cancel()
        state = .answering
        let closes = !head.isKeepAlive
        switch route {
        case .page:
            let page = ServedPage()
            send(
                .ok, page.bytes, "text/html; charset=utf-8", [("Content-Security-Policy", page.policy)], context,
                withoutBody: head.method == .HEAD, closes: closes)
        case .model:
            send(.ok, service.description, json, [], context, withoutBody: head.method == .HEAD, closes: closes)
        case .health:
            let text = "{\"status\": \"ok\", \"waiting\": \(service.queue.waiting)}"
            send(.ok, Array(text.utf8), json, [], context, withoutBody: head.method == .HEAD, closes: closes)
        case .predict(let top): predict(top, head, body, context)
        }
    }

    private func predict(
        _ top: Int, _ head: HTTPRequestHead, _ body: [UInt8], _ context: ChannelHandlerContext
    ) {
        let closes = !head.isKeepAlive
        let (asked, loop) = (number, context.eventLoop)
        let own = NIOLoopBound((self, context), eventLoop: loop)
        let (network, limits, type) = (service.network, limits, head.headers.first(name: "Content-Type"))
        ticket = service.queue.add {
            let result = SentPicture.found(in: body, type).flatMap {
                network.prediction(of: $0.bytes, name: $0.name, top: top, limits)
            }
            loop.execute {
                let (handler, context) = own.value
                handler.finish(asked, result, context, closes: closes)
            }
        }
        guard ticket != nil else {
            return refuse(.busy("\(limits.waiting) pictures are waiting already"), context, closes: closes)
        }
        deadline = loop.scheduleTask(in: .seconds(Int64(limits.answerSeconds))) {
            let (handler, context) = own.value
            guard handler.number == asked else { return }
            handler.withdraw()
            handler.refuse(.busy("the picture has waited too long"), context, closes: true)
        }
    }

    /// Has the picture not looked at that nobody waits for.
    private func withdraw() {
        if let ticket { service.queue.withdraw(ticket) }
        ticket = nil
    }

    /// Sends the answer to a request, unless that is answered already or its client has gone.
    private func finish(
        _ asked: Int, _ result: Result<[UInt8], Refusal>, _ context: ChannelHandlerContext, closes: Bool
    ) {
        guard asked == number, case .answering = state else { return }
        switch result {
        case .success(let text): send(.ok, text, json, [], context, closes: closes)
        case .failure(let refusal): refuse(refusal, context, closes: closes)
        }
    }

    private let json = "application/json"

    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext, closes: Bool) {
        send(refusal.status, (try? encodedJSON(refusal)) ?? [], json, refusal.headers, context, closes: closes)
    }

    private func send(
        _ status: HTTPResponseStatus, _ body: [UInt8], _ type: String, _ more: [(String, String)],
        _ context: ChannelHandlerContext, withoutBody: Bool = false, closes: Bool
    ) {
        deadline?.cancel()
        number += 1
        let ends = connections.end(context.channel) || closes
        var headers: HTTPHeaders = [
            "Content-Type": type, "Content-Length": "\(body.count)", "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
            "Cross-Origin-Resource-Policy": "same-origin",
        ]
        for (name, value) in more { headers.add(name: name, value: value) }
        if ends { headers.add(name: "Connection", value: "close") }
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        if !withoutBody { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil) }
        // The next request may have come already, and is handed over while the end of this answer is written.
        state = ends ? .closing : .idle
        if !ends { awaitArrival(context) }
        let sent = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
        if ends { close(context, after: sent.futureResult) }
    }

    /// Closes the connection once the client has had time to read the answer: closed at once, with bytes of the request not yet
    /// read, the answer would be lost.
    private func close(_ context: ChannelHandlerContext, after sent: EventLoopFuture<Void>) {
        let own = NIOLoopBound(context, eventLoop: context.eventLoop)
        sent.whenComplete { _ in own.value.close(mode: .output, promise: nil) }
        deadline = context.eventLoop.scheduleTask(in: .seconds(1)) { own.value.close(promise: nil) }
    }

    private func awaitArrival(_ context: ChannelHandlerContext) {
        let own = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: .seconds(Int64(limits.arrivalSeconds))) {
            let (handler, context) = own.value
            guard case .arriving = handler.state else { return context.close(promise: nil) }
            handler.refuse(
                Refusal(.requestTimeout, "a request must arrive within \(handler.limits.arrivalSeconds) seconds"),
                context,
                closes: true)
        }
    }
}
