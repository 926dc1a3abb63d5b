import Diagnostics
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Answers HTTP on the loopback address, for one machine and nobody else:
///
///     GET  /         a page on which pictures can be dropped
///     POST /predict  a picture as the body, or the first file of a form → what `predict --format json` tells; `?top=3`
///     GET  /model    name, classes, input, totals
///     GET  /health   whether it is there, and how many pictures wait
///
/// What is refused is told as `Refusal` has it.
package final class NetworkServer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel
    private let connections: Connections
    private let limits: ServingLimits
    package let port: Int

    /// Begins to listen.
    ///
    /// - Parameter port: 0 for one that is free.
    /// - Throws: `PortFailure` where the port cannot be had.
    package init(_ network: ServedNetwork, port: Int, limits: ServingLimits = ServingLimits()) throws {
        let service = Service(
            network: network, description: try network.description(limits), limits: limits,
            queue: PredictionQueue(limit: limits.waiting))
        let connections = Connections()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    // What is no HTTP is answered by the handler, in the words of its other refusals.
                    try pipeline.configureHTTPServerPipeline(
                        withPipeliningAssistance: true, withErrorHandling: false)
                    try pipeline.addHandler(RequestHandler(service, connections))
                }
            }
        do {
            channel = try bootstrap.bind(host: "127.0.0.1", port: port).wait()
        } catch {
            try? group.syncShutdownGracefully()
            throw PortFailure(port: port, reason: (error as? IOError).map { String(cString: strerror($0.errnoCode)) })
        }
        (self.group, self.connections, self.limits) = (group, connections, limits)
        self.port = channel.localAddress?.port ?? port
    }

    package var address: String { "http://127.0.0.1:\(port)/" }

    /// Takes no further connection, waits a little for answers that are under way, and ends.
    package func stop() {
        try? channel.close().wait()
        connections.endIdle()
        let deadline = ContinuousClock.now + .seconds(limits.stopSeconds)
        while connections.count > 0, ContinuousClock.now < deadline { usleep(10_000) }
        try? group.syncShutdownGracefully()
    }
}

/// A port on which nothing can be heard.
package struct PortFailure: MachineFailure {
    let port: Int
    let reason: String?

    package var description: String {
        "cannot listen on 127.0.0.1:\(port): \(reason ?? "the system does not say why")"
    }

    package var help: String? { "choose another port with `--port`, or 0 for one that is free" }
}

/// What all connections of a server share.
struct Service: Sendable {
    let network: ServedNetwork
    let description: [UInt8]
    let limits: ServingLimits
    let queue: PredictionQueue
}

/// The open connections of a server.
final class Connections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        /// Those with a request that is not answered yet.
        var busy: Set<ObjectIdentifier> = []
        var isEnding = false
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.channels.count } }

    func add(_ channel: any Channel) { state.withLock { $0.channels[ObjectIdentifier(channel)] = channel } }

    func remove(_ channel: any Channel) {
        state.withLock {
            $0.channels[ObjectIdentifier(channel)] = nil
            $0.busy.remove(ObjectIdentifier(channel))
        }
    }

    func begin(_ channel: any Channel) { _ = state.withLock { $0.busy.insert(ObjectIdentifier(channel)) } }

    /// - Returns: whether the connection is to be closed.
    func end(_ channel: any Channel) -> Bool {
        state.withLock {
            $0.busy.remove(ObjectIdentifier(channel))
            return $0.isEnding
        }
    }

    /// Closes those that have no request, and the others once they are answered.
    func endIdle() {
        let idle = state.withLock { state in
            state.isEnding = true
            return state.channels.filter { !state.busy.contains($0.key) }.map(\.value)
        }
        for channel in idle { channel.close(promise: nil) }
    }
}
