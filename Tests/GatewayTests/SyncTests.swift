import Foundation
import Gateway
import Logging
import Model
import Policy
import Synchronization
import TestKit
import Testing

@Suite final class SyncTests {
    private struct Unreachable: Error {}

    private let directory = FileManager.default.temporaryDirectory.appending(path: "portico-\(UUID().uuidString)")

    deinit { try? FileManager.default.removeItem(at: directory) }

    private func application(_ grants: String...) -> GatewayApplication {
        GatewayApplication(
            id: ID(stored: "app"), name: "Maps", slug: "maps", portalID: ID(stored: "p"),
            grants: Set(grants.map { ID(stored: $0) }))
    }

    private func snapshot(_ version: Int64) -> GatewaySnapshot {
        GatewaySnapshot(
            configuration: GatewayConfiguration(
                version: version, services: [.init(id: ID(stored: "s"), host: "upstream\(version).test")]),
            credentials: GatewayCredentials(version: version, applications: [application("v\(version)")]))
    }

    private func change(from version: Int64) -> GatewayUpdate {
        GatewayUpdate(
            credentials: .changes(
                [.putApplication(application("v\(version + 1)"))], since: version, version: version + 1))
    }

    private func grants(_ snapshot: GatewaySnapshot?) -> Set<String>? {
        snapshot.map { Set($0.credentials.applications.flatMap(\.grants).map(\.text)) }
    }

    @Test func whatWasAppendedIsThereAfterARestart() throws {
        let disk = try GatewayDisk(directory: directory)
        #expect(disk.load() == nil)
        try disk.write(snapshot(1))
        try disk.append(change(from: 1)) { nil }
        try disk.append(change(from: 2)) { nil }
        let again = try GatewayDisk(directory: directory).load()
        #expect(again?.credentials.version == 3)
        #expect(grants(again) == ["v3"])
        #expect(again?.configuration == snapshot(1).configuration)
    }

    @Test(arguments: 1...12)
    func aTornLogEndsWithItsLastWholeRecord(cut: Int) throws {
        let disk = try GatewayDisk(directory: directory)
        try disk.write(snapshot(1))
        try disk.append(change(from: 1)) { nil }
        try disk.append(change(from: 2)) { nil }
        let log = directory.appending(path: "log-1")
        let bytes = try Data(contentsOf: log)
        try bytes.dropLast(cut).write(to: log)
        #expect(grants(try GatewayDisk(directory: directory).load()) == ["v2"])
    }

    @Test func aFlippedBitIsNoticed() throws {
        let disk = try GatewayDisk(directory: directory)
        try disk.write(snapshot(1))
        try disk.append(change(from: 1)) { nil }
        let log = directory.appending(path: "log-1")
        var bytes = try Data(contentsOf: log)
        bytes[bytes.count / 2] ^= 4
        try bytes.write(to: log)
        #expect(grants(try GatewayDisk(directory: directory).load()) == ["v1"])
    }

    @Test func aDamagedBaseIsPassedOverForTheOneBeforeAndTheLogsSince() throws {
        let disk = try GatewayDisk(directory: directory)
        try disk.write(snapshot(1))
        try disk.append(change(from: 1)) { nil }
        try disk.write(snapshot(2))
        try disk.append(change(from: 2)) { nil }
        try Data("damaged".utf8).write(to: directory.appending(path: "base-2"))
        let loaded = try GatewayDisk(directory: directory).load()
        #expect(loaded?.credentials.version == 3)
        #expect(grants(loaded) == ["v3"])
    }

    @Test func whenEveryBaseIsDamagedThereIsNothing() throws {
        try GatewayDisk(directory: directory).write(snapshot(1))
        try Data().write(to: directory.appending(path: "base-1"))
        #expect(try GatewayDisk(directory: directory).load() == nil)
    }

    @Test func threeBasesAreKept() throws {
        let disk = try GatewayDisk(directory: directory)
        for version in 1...6 { try disk.write(snapshot(Int64(version))) }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        #expect(names == ["base-4", "base-5", "base-6", "log-4", "log-5", "log-6"])
    }

    @Test func aDiskThatIsReopenedGoesOnWhereItWas() throws {
        try GatewayDisk(directory: directory).write(snapshot(1))
        let again = try GatewayDisk(directory: directory)
        try again.append(change(from: 1)) { self.snapshot(2) }
        try again.append(change(from: 2)) { nil }
        #expect(grants(try GatewayDisk(directory: directory).load()) == ["v3"])
    }

    // MARK: The loop

    private func sync(
        _ server: GatewayServer, disk: URL? = nil, sleep: @escaping GatewaySync.Sleep = { _ in await Task.yield() },
        report: @escaping GatewaySync.Report = { _ in }, poll: @escaping GatewaySync.Poll
    ) throws -> GatewaySync {
        GatewaySync(
            server: server, disk: try disk.map { try GatewayDisk(directory: $0) },
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), sleep: sleep, poll: poll,
            report: report)
    }

    @Test func aDataPlaneStartsFromDiskWhenItsControlPlaneIsGone() async throws {
        try await World.run(linked: true) { world in
            let base = GatewaySnapshot(configuration: world.configuration, credentials: world.credentials)
            try GatewayDisk(directory: directory).write(base)
            let second = GatewayServer()
            let sync = try sync(second, disk: directory) { _ in throw Unreachable() }
            #expect(await sync.recover())
            let address = try await second.start(host: "127.0.0.1", port: 0, threads: 1)
            let client = try await RawClient.connect(port: address.port)
            try await client.send("GET /x HTTP/1.1\r\nHost: a\r\napikey: \(World.key)\r\n\r\n")
            #expect(try await client.answer().status == 200)
            try await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().status == 401)
            await client.close()
            await second.shutdown(drain: .zero)
        }
    }

    @Test func changesArriveAndAGapAsksForABase() async throws {
        try await World.run(linked: true) { world in
            let asked = Mutex<[GatewayPoll]>([])
            let updates = Mutex<[GatewayUpdate]>([
                GatewayUpdate(configuration: world.configuration, credentials: .base(world.credentials)),
                GatewayUpdate(
                    credentials: .changes([.removeCredential(KeyHash(ofKey: World.key))], since: 1, version: 2)),
                GatewayUpdate(credentials: .changes([], since: 7, version: 8)),
                GatewayUpdate(credentials: .base(world.credentials)),
            ])
            let sync = try sync(world.server) { poll in
                asked.withLock { $0.append(poll) }
                return updates.withLock { $0.removeFirst() }
            }
            try await sync.pollOnce()
            #expect(try await world.get("/x", "apikey: \(World.key)").status == 200)
            try await sync.pollOnce()
            #expect(try await world.get("/x", "apikey: \(World.key)").status == 401)
            try await sync.pollOnce()
            #expect(try await world.get("/x", "apikey: \(World.key)").status == 401)
            try await sync.pollOnce()
            #expect(try await world.get("/x", "apikey: \(World.key)").status == 200)
            let versions = asked.withLock { $0.map(\.credentialsVersion) }
            #expect(versions == [nil, 1, 2, nil])
        }
    }

    @Test func aRevocationReachesTheDataPlaneWithinTwoSeconds() async throws {
        try await World.run(linked: true) { world in
            let (stream, feed) = AsyncStream.makeStream(of: GatewayUpdate.self)
            let inbox = Inbox(stream)
            let sync = try sync(world.server) { _ in await inbox.next() }
            let loop = Task { await sync.run() }
            feed.yield(GatewayUpdate(configuration: world.configuration, credentials: .base(world.credentials)))
            try await eventually { try await world.get("/x", "apikey: \(World.key)").status == 200 }
            feed.yield(
                GatewayUpdate(
                    credentials: .changes([.removeCredential(KeyHash(ofKey: World.key))], since: 1, version: 2)))
            try await eventually(within: .seconds(2)) {
                try await world.get("/x", "apikey: \(World.key)").status == 401
            }
            loop.cancel()
            feed.finish()
            await loop.value
        }
    }

    @Test func itServesOnWhilePollsFailAndWaitsLongerEachTime() async throws {
        try await World.run(linked: true) { world in
            let failures = Mutex(0), waited = Mutex<[Duration]>([])
            let sync = try sync(
                world.server,
                sleep: { pause in
                    waited.withLock { $0.append(pause) }
                    await Task.yield()
                }
            ) { _ in
                failures.withLock { $0 += 1 }
                throw Unreachable()
            }
            let loop = Task { await sync.run() }
            try await eventually { failures.withLock { $0 } > 6 }
            #expect(try await world.get("/x", "apikey: \(World.key)").status == 200)
            loop.cancel()
            await loop.value
            #expect(waited.withLock { $0.contains { $0 >= .milliseconds(500) } })
            #expect(waited.withLock { $0.allSatisfy { $0 <= .seconds(1) } })
        }
    }

    @Test func aReportIsRepeatedWithItsIDUntilItIsTaken() async throws {
        try await World.run { world in
            let batches = Mutex<[GatewayUsage]>([])
            let sync = try sync(
                world.server,
                report: { batch in
                    let count = batches.withLock {
                        $0.append(batch)
                        return $0.count
                    }
                    if count < 3 { throw Unreachable() }
                }
            ) { _ in
                // Never answered.
                for await _ in AsyncStream<Void>.makeStream().stream {}
                return nil
            }
            #expect(try await world.get("/x").status == 200)
            let loop = Task { await sync.run() }
            try await eventually { batches.withLock { $0.count } >= 3 }
            loop.cancel()
            await loop.value
            let sent = batches.withLock(\.self)
            #expect(Set(sent.prefix(3).map(\.id)).count == 1)
            #expect(sent[0].rollups.map(\.requests) == [1])
            #expect(sent.dropFirst(3).allSatisfy { $0.id != sent[0].id })
        }
    }
}

/// Hands the updates of a stream to one poll after the other.
private actor Inbox {
    private var iterator: AsyncStream<GatewayUpdate>.Iterator

    init(_ stream: AsyncStream<GatewayUpdate>) {
        iterator = stream.makeAsyncIterator()
    }

    func next() async -> GatewayUpdate? {
        var copy = iterator
        let update = await copy.next(isolation: self)
        iterator = copy
        return update
    }
}
