import Model
import Policy

/// What one event loop has served and not handed over yet; bounded.
final class UsageLedger {
    private struct Key: Hashable {
        let minute: Int64
        let route: ObjectIdentifier?
        let credential: ID<Credential>?
        let status: Int
    }

    private struct Entry {
        let route: CompiledRoute?
        let caller: Caller?
        let apiID: ID<API>?
        var rollup: GatewayUsage.Rollup
    }

    /// One finished request.
    struct Served {
        var status: Int
        var microseconds: Int64
        var requestBytes: Int64
        var responseBytes: Int64
    }

    private let limit: Int
    private var entries: [Key: Entry] = [:]
    private var dropped: Int64 = 0

    init(limit: Int) {
        self.limit = limit
    }

    func record(_ served: Served, decision: GatewayDecision?, at now: Instant) {
        let minute = now.milliseconds / 60_000
        let route = decision?.route, caller = decision?.caller
        let key = Key(
            minute: minute, route: route.map(ObjectIdentifier.init), credential: caller?.credentialID,
            status: served.status)
        if let index = entries.index(forKey: key) {
            entries.values[index].rollup.add(served)
            return
        }
        guard entries.count < limit else {
            dropped += 1
            return
        }
        var entry = Entry(
            route: route, caller: caller, apiID: decision?.apiID,
            rollup: GatewayUsage.Rollup(key: GatewayUsage.Key(minute: minute, status: served.status)))
        entry.rollup.add(served)
        entries[key] = entry
    }

    /// Everything since the last call.
    func take() -> (rollups: [GatewayUsage.Rollup], dropped: Int64) {
        defer {
            entries.removeAll(keepingCapacity: true)
            dropped = 0
        }
        let rollups = entries.values.map { entry in
            var rollup = entry.rollup
            rollup.key.apiID = entry.apiID
            rollup.key.applicationID = entry.caller?.application.id
            rollup.key.credentialID = entry.caller?.credentialID
            rollup.key.routeID = entry.route?.route.id
            rollup.key.serviceID = entry.route?.service?.id
            return rollup
        }
        return (rollups, dropped)
    }
}

extension GatewayUsage.Rollup {
    fileprivate mutating func add(_ served: UsageLedger.Served) {
        requests += 1
        latencyMicroseconds += served.microseconds
        slowestMicroseconds = max(slowestMicroseconds, served.microseconds)
        requestBytes += served.requestBytes
        responseBytes += served.responseBytes
    }
}
