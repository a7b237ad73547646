package import Logging
package import Model
import Policy

/// Keeps a data plane up to date, and its control plane informed; it serves on when the control plane is away.
package actor GatewaySync {
    /// Brings what is new since the poll; may wait for it, and then returns nil when nothing has come.
    package typealias Poll = @Sendable (GatewayPoll) async throws -> GatewayUpdate?
    /// Returns when the batch is safe with the control plane.
    package typealias Report = @Sendable (GatewayUsage) async throws -> Void
    package typealias Sleep = @Sendable (Duration) async throws -> Void

    private let server: GatewayServer
    private let disk: GatewayDisk?
    private let poll: Poll
    private let report: Report
    private let sleep: Sleep
    private let reportInterval: Duration
    private let logger: Logger
    private var state = DataPlaneState()
    private var gateway: CompiledGateway?
    private var needsBase = false
    private var outbox = UsageOutbox(limit: 120)

    /// Without a disk nothing outlives the process: right for a data plane inside the control plane.
    package init(
        server: GatewayServer, disk: sending GatewayDisk?, reportInterval: Duration = .seconds(1), logger: Logger,
        sleep: @escaping Sleep = { try await Task.sleep(for: $0) }, poll: @escaping Poll,
        report: @escaping Report
    ) {
        self.server = server
        self.disk = disk
        self.poll = poll
        self.report = report
        self.sleep = sleep
        self.reportInterval = reportInterval
        self.logger = logger
    }

    /// Puts the state of the last run in place; false when there is none.
    package func recover() async -> Bool {
        guard let snapshot = disk?.load() else { return false }
        state = DataPlaneState(snapshot)
        await swap(configurationChanged: true)
        logger.info(
            "gateway starts from its disk",
            metadata: [
                "configuration": "\(snapshot.configuration.version)", "credentials": "\(snapshot.credentials.version)",
            ])
        return true
    }

    /// Asks once and applies what comes; throws what the poll throws.
    package func pollOnce() async throws {
        let asked = needsBase ? state.forgetCredentialsVersion() : state.poll
        guard let update = try await poll(asked), !update.isEmpty else { return }
        await apply(update)
    }

    /// Runs until the task is cancelled; then reports what is left.
    package func run() async {
        await withTaskGroup { tasks in
            tasks.addTask { await self.follow() }
            tasks.addTask { await self.reportOnAndOn() }
            await tasks.waitForAll()
        }
        await collectUsage()
        // The last report is made although the task that runs this is cancelled.
        _ = await Task { await self.sendUsage() }.value
    }

    private func follow() async {
        var failures = 0
        while !Task.isCancelled {
            let before = ContinuousClock.now
            do {
                try await pollOnce()
                if failures > 0 { logger.notice("gateway reaches its control plane again") }
                failures = 0
                // A poll that does not wait must not keep a processor busy.
                if ContinuousClock.now - before < .milliseconds(20) { try await sleep(.milliseconds(100)) }
            } catch {
                guard !Task.isCancelled else { return }
                failures += 1
                if failures == 1 {
                    logger.warning("gateway does not reach its control plane", metadata: ["error": "\(error)"])
                }
                try? await sleep(Self.backoff(failures))
            }
        }
    }

    /// Up to a second, so that a control plane that is back can revoke in time; random, so that data planes do not come
    /// in step.
    static func backoff(_ failures: Int) -> Duration {
        let ceiling = min(1_000, 125 << min(failures - 1, 3))
        return .milliseconds(Int.random(in: ceiling / 2...ceiling))
    }

    private func apply(_ update: GatewayUpdate) async {
        guard state.apply(update) else {
            needsBase = true
            if update.configuration != nil { await swap(configurationChanged: true) }
            return
        }
        if case .base = update.credentials { needsBase = false }
        await swap(configurationChanged: update.configuration != nil)
        do {
            try disk?.append(update) { state.snapshot }
        } catch {
            logger.error("gateway cannot write its state", metadata: ["error": "\(error)"])
        }
    }

    private func swap(configurationChanged: Bool) async {
        guard let next = state.gateway(after: gateway, configurationChanged: configurationChanged) else { return }
        gateway = next
        await server.swap(next)
    }

    // MARK: Usage

    private func reportOnAndOn() async {
        var failures = 0
        while !Task.isCancelled {
            let pause = failures == 0 ? reportInterval : max(reportInterval, Self.backoff(failures))
            guard (try? await sleep(pause)) != nil else { return }
            await collectUsage()
            failures = await sendUsage() ? 0 : failures + 1
        }
    }

    private func collectUsage() async {
        let usage = await server.takeUsage()
        var generator = SystemRandomNumberGenerator()
        let id = String(generator.next(), radix: 16) + String(generator.next(), radix: 16)
        outbox.add(usage.rollups, dropped: usage.dropped, id: id)
    }

    /// Sends what waits, oldest first; false when the control plane did not take it.
    @discardableResult
    package func sendUsage() async -> Bool {
        while let batch = outbox.first {
            do {
                try await report(batch)
                outbox.acknowledge(batch.id)
            } catch {
                return false
            }
        }
        return true
    }
}

extension GatewayUpdate {
    fileprivate var isEmpty: Bool { configuration == nil && credentials == nil }
}
