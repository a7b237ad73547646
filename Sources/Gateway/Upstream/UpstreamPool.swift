import NIOCore

/// The unused connections of one event loop, and the way to new ones.
final class UpstreamPool {
    let eventLoop: any EventLoop
    private let options: GatewayOptions
    private let connector: UpstreamConnector
    private var idle: [UpstreamAddress: [UpstreamHandler]] = [:]
    private var isClosed = false

    init(eventLoop: any EventLoop, options: GatewayOptions, connector: UpstreamConnector) {
        self.eventLoop = eventLoop
        self.options = options
        self.connector = connector
    }

    /// A connection that was used before, or nil.
    func takeIdle(_ address: UpstreamAddress) -> UpstreamHandler? {
        while let connection = idle[address]?.popLast() {
            if connection.isUsable { return connection }
        }
        return nil
    }

    /// Opens a connection; the body runs on this event loop.
    func connect(
        _ address: UpstreamAddress, timeout: TimeAmount,
        _ body: @escaping (Result<UpstreamHandler, any Error>) -> Void
    ) {
        connector.connect(to: address, timeout: timeout, on: eventLoop).assumeIsolated().whenComplete { result in
            body(
                result.flatMap { channel in
                    Result {
                        let handler = try channel.pipeline.syncOperations.handler(type: UpstreamHandler.self)
                        handler.join(self, address)
                        return handler
                    }
                })
        }
    }

    /// Keeps a connection for the next request, or closes it when there are enough.
    func give(_ connection: UpstreamHandler, for address: UpstreamAddress) {
        guard !isClosed, idle[address, default: []].count < options.idleUpstreams else {
            connection.close()
            return
        }
        idle[address, default: []].append(connection)
        connection.rest(options.upstreamIdleTimeout)
    }

    /// Forgets a connection that has ended.
    func remove(_ connection: UpstreamHandler, for address: UpstreamAddress) {
        guard let index = idle[address]?.lastIndex(where: { $0 === connection }) else { return }
        idle[address]?.remove(at: index)
        if idle[address]?.isEmpty == true { idle[address] = nil }
    }

    func closeIdle() {
        isClosed = true
        let connections = idle.values.flatMap(\.self)
        idle = [:]
        for connection in connections { connection.close() }
    }
}
