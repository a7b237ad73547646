import Glibc
import Model
import NIOCore
import Policy

/// What one event loop owns: nothing here is shared, so nothing is locked.
final class LoopContext {
    let eventLoop: any EventLoop
    let options: GatewayOptions
    let pool: UpstreamPool
    let ledger: UsageLedger
    let metrics: GatewayMetrics
    /// Nil until a first configuration has come.
    var gateway: CompiledGateway?
    private var clients: [ObjectIdentifier: ClientHandler] = [:]
    private(set) var isDraining = false
    private var drained: EventLoopPromise<Void>?
    private var ids: (UInt64, UInt64)
    private var dateCache: (second: Int64, text: String) = (0, "")

    init(
        eventLoop: any EventLoop, options: GatewayOptions, metrics: GatewayMetrics, connector: UpstreamConnector,
        usageLimit: Int
    ) {
        self.eventLoop = eventLoop
        self.options = options
        self.metrics = metrics
        ledger = UsageLedger(limit: usageLimit)
        pool = UpstreamPool(eventLoop: eventLoop, options: options, connector: connector)
        ids = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
    }

    func add(_ client: ClientHandler) {
        clients[ObjectIdentifier(client)] = client
        metrics.clientCame()
    }

    func remove(_ client: ClientHandler) {
        guard clients.removeValue(forKey: ObjectIdentifier(client)) != nil else { return }
        metrics.clientLeft()
        if isDraining, clients.isEmpty { finishDraining() }
    }

    /// Succeeds when the last client has gone.
    func drain() -> EventLoopFuture<Void> {
        let promise = drained ?? eventLoop.makePromise(of: Void.self)
        drained = promise
        isDraining = true
        for client in clients.values { client.drain() }
        if clients.isEmpty { finishDraining() }
        return promise.futureResult
    }

    func closeAll() {
        for client in Array(clients.values) { client.abort() }
        pool.closeIdle()
    }

    private func finishDraining() {
        pool.closeIdle()
        drained?.succeed()
    }

    func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// The time as headers carry it.
    func date() -> String {
        let second = now().milliseconds / 1_000
        if dateCache.second != second { dateCache = (second, Self.date(second)) }
        return dateCache.text
    }

    private static func date(_ second: Int64) -> String {
        var time = time_t(second), parts = tm()
        gmtime_r(&time, &parts)
        return String(unsafeUninitializedCapacity: 40) { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                strftime($0.baseAddress, 40, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            }
        }
    }

    /// Counts a finished request; the decision is nil when none was made.
    func record(_ served: UsageLedger.Served, _ decision: GatewayDecision?) {
        ledger.record(served, decision: decision, at: now())
        metrics.record(status: served.status, nanoseconds: served.microseconds * 1_000)
    }

    /// 32 hexadecimal digits that no other request has; not a secret.
    func makeRequestID() -> String {
        ids.0 &+= 0x9E37_79B9_7F4A_7C15
        var low = ids.0
        low = (low ^ (low >> 30)) &* 0xBF58_476D_1CE4_E5B9
        low = (low ^ (low >> 27)) &* 0x94D0_49BB_1331_11EB
        low ^= low >> 31
        let high = ids.1
        return String(unsafeUninitializedCapacity: 32) { bytes in
            for index in 0..<16 {
                bytes[index] = Self.digit(high >> UInt64(60 - 4 * index))
                bytes[16 + index] = Self.digit(low >> UInt64(60 - 4 * index))
            }
            return 32
        }
    }

    private static func digit(_ value: UInt64) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: value & 15)
        return value < 10 ? 48 + value : 87 + value
    }
}
