package import Model
package import NIOCore
import NIOHTTP1
import NIOPosix
package import Policy
import Synchronization

/// A data plane: it accepts requests and does with them what the last swapped-in gateway says.
package final class GatewayServer: Sendable {
    /// Where a server listens.
    package struct Address: Sendable, Equatable {
        package let host: String
        package let port: Int
    }

    private struct Running {
        let group: any EventLoopGroup
        let listener: any Channel
        let loops: [NIOLoopBound<LoopContext>]
    }

    private static let usageLimit = 20_000

    private let options: GatewayOptions
    private let sharedGroup: (any EventLoopGroup)?
    private let metrics = GatewayMetrics()
    private let running = Mutex<Running?>(nil)
    private let latest = Mutex<CompiledGateway?>(nil)
    /// What was served and not taken before the end.
    private let leftUsage = Mutex<[GatewayUsage.Rollup]>([])

    /// With a group the server runs on its event loops; without one it makes its own.
    package init(options: GatewayOptions = GatewayOptions(), group: (any EventLoopGroup)? = nil) {
        self.options = options
        sharedGroup = group
    }

    /// Begins to serve and says where; port 0 takes any free one. `threads` counts only for a group of its own.
    package func start(host: String, port: Int, threads: Int = System.coreCount) async throws -> Address {
        let group = sharedGroup ?? MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
        do {
            let connector = try UpstreamConnector()
            var loops: [NIOLoopBound<LoopContext>] = []
            for eventLoop in group.makeIterator() {
                loops.append(try await makeLoop(eventLoop, connector))
            }
            let listener = try await bind(host, port, on: group, loops)
            running.withLock { $0 = Running(group: group, listener: listener, loops: loops) }
            // A gateway that was swapped in meanwhile has not reached these loops.
            if let gateway = latest.withLock(\.self) { await swap(gateway) }
            return Address(
                host: listener.localAddress?.ipAddress ?? host, port: listener.localAddress?.port ?? port)
        } catch {
            if sharedGroup == nil { try? await group.shutdownGracefully() }
            throw error
        }
    }

    private func makeLoop(
        _ eventLoop: any EventLoop, _ connector: UpstreamConnector
    ) async throws -> NIOLoopBound<LoopContext> {
        let gateway = latest.withLock(\.self)
        return try await eventLoop.submit { [options, metrics] in
            let context = LoopContext(
                eventLoop: eventLoop, options: options, metrics: metrics, connector: connector,
                usageLimit: Self.usageLimit)
            context.gateway = gateway
            return NIOLoopBound(context, eventLoop: eventLoop)
        }.get()
    }

    private func bind(
        _ host: String, _ port: Int, on group: any EventLoopGroup, _ loops: [NIOLoopBound<LoopContext>]
    ) async throws -> any Channel {
        let byLoop = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = options.fieldLimit
        limits.maxHeaderListSize = options.headLimit
        limits.maxHeaderFieldCount = 128
        return try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.maxMessagesPerRead, value: 256)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [limits] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop = byLoop[ObjectIdentifier(channel.eventLoop)] else {
                        throw ChannelError.operationUnsupported
                    }
                    let decoder = HTTPRequestDecoder(
                        leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .drop,
                        limitConfiguration: limits)
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(decoder))
                    try channel.pipeline.syncOperations.addHandler(ClientHandler(loop: loop.value))
                }
            }
            .bind(host: host, port: port).get()
    }

    /// Puts another gateway in place. When this returns, every request that begins is decided by it.
    package func swap(_ gateway: CompiledGateway) async {
        latest.withLock { $0 = gateway }
        await onEachLoop { $0.gateway = gateway }
    }

    /// What was served since the last call.
    package func takeUsage() async -> (rollups: [GatewayUsage.Rollup], dropped: Int64) {
        let parts = await onEachLoop { $0.ledger.take() }
        var merged: [GatewayUsage.Key: GatewayUsage.Rollup] = [:]
        let left = leftUsage.withLock { left in
            defer { left = [] }
            return left
        }
        for rollup in left + parts.flatMap(\.rollups) {
            merged[rollup.key, default: .init(key: rollup.key)].add(rollup)
        }
        return (Array(merged.values), parts.reduce(0) { $0 + $1.dropped })
    }

    /// Takes no more connections, lets running requests end within the time, and cuts what is left.
    package func shutdown(drain: Duration = .seconds(10)) async {
        guard let running = running.withLock(\.self) else { return }
        try? await running.listener.close()
        await withTaskGroup { tasks in
            for loop in running.loops { tasks.addTask { await Self.drain(loop, within: drain) } }
        }
        let usage = await takeUsage()
        leftUsage.withLock { $0 = usage.rollups }
        self.running.withLock { $0 = nil }
        if sharedGroup == nil { try? await running.group.shutdownGracefully() }
    }

    private static func drain(_ loop: NIOLoopBound<LoopContext>, within time: Duration) async {
        let finished = loop.eventLoop.flatSubmit {
            let cut = loop.eventLoop.scheduleTask(in: TimeAmount(time)) { loop.value.closeAll() }
            let drained = loop.value.drain()
            drained.whenComplete { _ in cut.cancel() }
            return drained
        }
        try? await finished.get()
    }

    @discardableResult
    private func onEachLoop<Value: Sendable>(_ body: @escaping @Sendable (LoopContext) -> Value) async -> [Value] {
        let loops = running.withLock { $0?.loops ?? [] }
        var values: [Value] = []
        for future in loops.map({ loop in loop.eventLoop.submit { body(loop.value) } }) {
            if let value = try? await future.get() { values.append(value) }
        }
        return values
    }
}

extension GatewayUsage.Rollup {
    /// Counts the other's requests too.
    mutating func add(_ other: Self) {
        requests += other.requests
        latencyMicroseconds += other.latencyMicroseconds
        slowestMicroseconds = max(slowestMicroseconds, other.slowestMicroseconds)
        requestBytes += other.requestBytes
        responseBytes += other.responseBytes
    }
}
