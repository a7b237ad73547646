import Logging
package import Model
import Storage

/// Keeps what the data planes need, in versions, and answers their polls: whole configurations, and credentials as a
/// base with numbered changes.
///
/// It follows the commits of every process on the data, so that a revoked key is gone from the next answer.
package actor GatewayPublisher {
    /// How many changes of credentials are kept for data planes that lag behind.
    private static let historyLimit = 10_000

    private struct Step {
        let version: Int64
        let changes: [GatewayChange]
    }

    private let kernel: Kernel
    private let news = Bell()
    private var configurations: [ID<ControlPlane>: GatewayConfiguration] = [:]
    private var credentials = GatewayCredentials(version: 0)
    private var history: [Step] = []
    /// A data plane at this version or later can be brought up to date by `history`.
    private var historyStart: Int64 = 0
    private var isLoaded = false
    /// What was known of the changes when the credentials were read.
    private var grantChanges: Int?
    /// When the next of the credentials expires.
    private var expiry: Instant?

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Follows the data until the task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.followDatabase() }
            group.addTask { await self.followBell() }
            await group.next()
            group.cancelAll()
        }
    }

    private func followDatabase() async {
        for await _ in kernel.database.changes() {
            if Task.isCancelled { return }
            await refreshLogging()
        }
    }

    private func followBell() async {
        var heard = 0
        while !Task.isCancelled {
            await kernel.gatewayBell.wait(since: heard, atMost: .seconds(60))
            let count = kernel.gatewayBell.count
            if count != heard { await refreshLogging() }
            heard = count
        }
    }

    /// What brings a data plane up to date; waits for news at most as long as it is told.
    package func update(
        of plane: ID<ControlPlane>, for poll: GatewayPoll, waiting duration: Duration
    ) async throws -> GatewayUpdate {
        if !isLoaded { try await refresh() }
        let seen = news.count
        let update = answer(plane, poll)
        if update.configuration != nil || update.credentials != nil || duration == .zero { return update }
        await news.wait(since: seen, atMost: duration)
        return answer(plane, poll)
    }

    /// A hash over what the data planes of a control plane should run, and when it came to be.
    package func expectedHash(
        of plane: ID<ControlPlane>, as caller: Actor
    ) async throws -> (hash: String, at: Instant) {
        try await kernel.database.read { tx in try caller.may(.view, .controlPlane(plane), in: tx) }
        if configurations[plane] == nil { try await refresh() }
        guard let configuration = configurations[plane] else { throw Refusal.notFound }
        let hash = Secret.hash("\(plane):\(configuration.version)").prefix(16)
        let text = hash.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        return (text, Instant(milliseconds: configuration.version))
    }

    /// Counts what a data plane reports; a batch that comes twice counts once.
    package func report(_ usage: GatewayUsage, of plane: ID<ControlPlane>) async throws {
        let now = kernel.now
        _ = try await kernel.database.write { tx in try tx.usage.add(usage, of: plane, at: now) }
    }

    private func answer(_ plane: ID<ControlPlane>, _ poll: GatewayPoll) -> GatewayUpdate {
        var update = GatewayUpdate()
        if let configuration = configurations[plane], configuration.version != poll.configurationVersion {
            update.configuration = configuration
        }
        if poll.credentialsVersion != credentials.version {
            if let known = poll.credentialsVersion, known >= historyStart, known < credentials.version {
                let changes = history.filter { $0.version > known }.flatMap(\.changes)
                update.credentials = .changes(changes, since: known, version: credentials.version)
            } else {
                update.credentials = .base(credentials)
            }
        }
        return update
    }

    private func refreshLogging() async {
        do {
            try await refresh()
        } catch {
            kernel.logger.error("the gateway's configuration could not be read", metadata: ["error": "\(error)"])
        }
    }

    /// Reads the data anew and rings when anything has changed. Grants are many: they are read when one may have
    /// changed.
    package func refresh() async throws {
        let now = kernel.now
        let known = expiry.map { $0 <= now } == true ? nil : grantChanges
        let (planes, changes, grants) = try await kernel.database.read { tx in
            let planes = try tx.controlPlanes.all().map {
                ($0.id, try GatewayBuilder.configuration(of: $0.id, tx))
            }
            let changes = try tx.grantChanges()
            return (planes, changes, changes == known ? nil : try tx.grants.all())
        }
        var isNew = !isLoaded
        for (id, built) in planes where takeIn(built, of: id, now) { isNew = true }
        configurations = configurations.filter { old in planes.contains { $0.0 == old.key } }
        if let grants {
            if takeIn(Self.credentials(grants, at: now), now) { isNew = true }
            expiry = credentials.credentials.compactMap(\.expiresAt).min()
            grantChanges = changes
        }
        isLoaded = true
        if isNew { news.ring() }
    }

    private static func credentials(_ rows: [GatewayGrantRow], at now: Instant) -> GatewayCredentials {
        let live = rows.flatMap(\.credentials).filter { key in key.expiresAt.map { $0 > now } ?? true }
        return GatewayCredentials(version: 0, applications: rows.map(\.application), credentials: live)
    }

    private func takeIn(_ built: GatewayConfiguration, of id: ID<ControlPlane>, _ now: Instant) -> Bool {
        var built = built
        let old = configurations[id]
        built.version = old?.version ?? 0
        if let old, old == built { return false }
        // Versions of different processes must not meet, so they follow the clock.
        built.version = max((old?.version ?? 0) + 1, now.milliseconds)
        configurations[id] = built
        return true
    }

    private func takeIn(_ new: GatewayCredentials, _ now: Instant) -> Bool {
        let changes = GatewayDifference.changes(from: credentials, to: new)
        guard !changes.isEmpty || credentials.version == 0 else { return false }
        let version = max(credentials.version + 1, now.milliseconds)
        if credentials.version == 0 {
            historyStart = version
        } else {
            history.append(Step(version: version, changes: changes))
        }
        credentials = new
        credentials.version = version
        while history.reduce(0, { $0 + $1.changes.count }) > Self.historyLimit, let first = history.first {
            historyStart = first.version
            history.removeFirst()
        }
        return true
    }
}

/// What lies between two states of the credentials.
enum GatewayDifference {
    static func changes(from old: GatewayCredentials, to new: GatewayCredentials) -> [GatewayChange] {
        let oldApplications = Dictionary(old.applications.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let newApplications = Dictionary(new.applications.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let oldKeys = Dictionary(old.credentials.map { ($0.keyHash, $0) }, uniquingKeysWith: { $1 })
        let newKeys = Dictionary(new.credentials.map { ($0.keyHash, $0) }, uniquingKeysWith: { $1 })
        var changes: [GatewayChange] = []
        changes += old.credentials.filter { newKeys[$0.keyHash] == nil }.map { .removeCredential($0.keyHash) }
        changes += old.applications.filter { newApplications[$0.id] == nil }.map { .removeApplication($0.id) }
        changes += new.applications.filter { oldApplications[$0.id] != $0 }.map { .putApplication($0) }
        changes += new.credentials.filter { oldKeys[$0.keyHash] != $0 }.map { .putCredential($0) }
        return changes
    }
}
