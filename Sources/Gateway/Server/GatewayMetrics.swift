import Metrics

/// What a data plane tells about itself.
struct GatewayMetrics: Sendable {
    private let connections = Meter(label: "portico_gateway_connections")
    private let upstreamErrors = Counter(label: "portico_gateway_upstream_errors_total")
    private let requests: [Counter] = (0...9).map {
        Counter(label: "portico_gateway_requests_total", dimensions: [("class", "\($0)xx")])
    }
    private let latency = Timer(label: "portico_gateway_request_seconds")

    func record(status: Int, nanoseconds: Int64) {
        requests[min(max(status / 100, 0), 9)].increment()
        latency.recordNanoseconds(nanoseconds)
    }

    func clientCame() { connections.increment() }

    func clientLeft() { connections.decrement() }

    func upstreamFailed() { upstreamErrors.increment() }
}
