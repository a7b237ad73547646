import Core
import Crypto
import Foundation
import Logging
import Model
import Outbound
import Synchronization
import TestKit
import Testing

/// Keeps what it is sent, and answers as it is told.
private final class Receiver: OutgoingCalls {
    private let state = Mutex<(calls: [OutgoingCall], answers: [Int])>(([], []))

    init(answers: [Int] = []) {
        state.withLock { $0.answers = answers }
    }

    var calls: [OutgoingCall] { state.withLock { $0.calls } }
    var lines: [String] {
        calls.flatMap { String(decoding: $0.body, as: UTF8.self).split(separator: "\n").map(String.init) }
    }

    func perform(_ call: OutgoingCall) async throws -> OutgoingCallAnswer {
        try state.withLock { state in
            let status = state.answers.isEmpty ? 200 : state.answers.removeFirst()
            if status == 0 { throw OutgoingCallFailure("no route to host") }
            if (200..<300).contains(status) { state.calls.append(call) }
            return OutgoingCallAnswer(status: status, body: Array("so\u{7}so".utf8))
        }
    }
}

@Suite struct AuditWorkerTests {
    private static let secret = "Bearer audit-secret-value"

    private func worker(_ world: World, _ receiver: Receiver) -> AuditWorker {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return AuditWorker(world.product.auditDelivery, calls: receiver, logger: logger)
    }

    private func destination(_ world: World, _ format: AuditDestination.Format = .json) async throws
        -> AuditDestination
    {
        let draft = AuditDestinationDraft(
            name: "SIEM \(format)", endpoint: "https://siem.example/in", authorization: Self.secret, format: format)
        return try await world.product.auditDestinations.create(draft, as: world.root)
    }

    private func send(_ scope: AuditScope, to destination: AuditDestination?, _ world: World) async throws {
        _ = try await world.product.auditWebhooks.update(
            scope, destination: .set(destination?.id), isEnabled: .set(destination != nil), as: world.root)
    }

    private func apis(_ names: [String], _ world: World) async throws {
        for name in names { _ = try await world.product.apis.create(APIDraft(name: name), as: world.root) }
    }

    @Test(arguments: Engines.all) func eventsFromNowOnAreSentOnceToWhomTheyConcern(engine: Engines) async throws {
        try await World.on(engine) { world in
            try await apis(["Before"], world)
            let mine = try await world.portal("Mine"), other = try await world.portal("Other")
            let all = try await destination(world), own = try await destination(world, .cps)
            try await send(.organization, to: all, world)
            try await send(.portal(mine.id), to: own, world)
            let receiver = Receiver(), worker = worker(world, receiver)
            while await worker.deliverNext() {}
            let early = receiver.lines.count
            try await apis(["A", "B"], world)
            for portal in [mine, other] {
                var change = PortalChange()
                change.displayName = .set("Renamed")
                _ = try await world.product.portals.update(portal.id, change, as: world.root)
            }
            while await worker.deliverNext() {}
            let lines = receiver.lines.dropFirst(early)
            #expect(lines.count { $0.contains(#""name":"api.created""#) } == 2)
            #expect(lines.count { $0.contains(#""name":"portal.updated""#) } == 3)
            #expect(lines.count { $0.hasPrefix(#"{"event":{"#) } == 1)
            #expect(!receiver.lines.contains { $0.contains("Before") || $0.contains(Self.secret) })
            #expect(Set(receiver.calls.flatMap(\.headers).map(\.value)).contains(Self.secret))
            #expect(await !worker.deliverNext())
        }
    }

    @Test(arguments: AuditDestination.Format.allCases) func everyLineIsSigned(format: AuditDestination.Format)
        async throws
    {
        try await World.on(.sqlite) { world in
            try await send(.organization, to: try await destination(world, format), world)
            try await apis(["A|b=c\\d\ne"], world)
            let receiver = Receiver()
            while await worker(world, receiver).deliverNext() {}
            let key = try Curve25519.Signing.PublicKey(
                rawRepresentation: try await world.product.auditLog.signingKey().publicKey)
            #expect(!receiver.lines.isEmpty)
            for line in receiver.lines {
                let (plain, signature) = try Self.unsigned(line, format)
                #expect(key.isValidSignature(signature, for: Data(plain.utf8)))
                #expect(!key.isValidSignature(signature, for: Data((plain + " ").utf8)))
            }
        }
    }

    private static func unsigned(_ line: String, _ format: AuditDestination.Format) throws -> (String, Data) {
        if format == .cef {
            let end = try #require(line.range(of: " sig="))
            return (String(line[..<end.lowerBound]), bytes(String(line[end.upperBound...])))
        }
        let json = try JSON(parsing: line), entry = format == .cps ? json["event"] ?? .null : json
        let members = (entry.members ?? []).filter { $0.name != "sig" }
        return (JSON.object(members).text, bytes(entry["sig"]?.string ?? ""))
    }

    private static func bytes(_ text: String) -> Data {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)) ?? Data()
    }

    @Test(arguments: Engines.all) func whatWasNotReceivedIsTriedAgainAndNothingIsLost(engine: Engines) async throws {
        try await World.on(engine) { world in
            try await send(.organization, to: try await destination(world), world)
            let receiver = Receiver(answers: [500, 0, 302, 401, 503]), worker = worker(world, receiver)
            try await apis(["A", "B", "C"], world)
            for attempt in 1...5 {
                #expect(await worker.deliverNext())
                #expect(await !worker.deliverNext())
                let webhook = try await world.product.auditWebhooks.find(.organization, as: world.root)
                #expect(webhook.delivery.attempts == attempt)
                #expect(webhook.isActive == (attempt < 5))
                #expect(webhook.delivery.lastCode == [500, nil, 302, 401, 503][attempt - 1])
                #expect(webhook.delivery.lastMessage?.contains("\u{7}") == false)
                world.clock.advance(by: .hours(1))
            }
            while await worker.deliverNext() {}
            #expect(receiver.lines.count { $0.contains("api.created") } == 3)
            #expect(try await world.product.auditWebhooks.find(.organization, as: world.root).isActive)
            try await send(.organization, to: nil, world)
            try await apis(["D"], world)
            #expect(await !worker.deliverNext())
        }
    }

    @Test(arguments: Engines.all) func severalWorkersAndWritersLoseAndDoubleNothing(engine: Engines) async throws {
        try await World.on(engine) { world in
            try await send(.organization, to: try await destination(world), world)
            let receiver = Receiver()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...3 {
                    group.addTask { try await apis((1...10).map { "W\(writer) \($0)" }, world) }
                }
                for _ in 1...3 {
                    group.addTask { for _ in 1...10 { _ = await worker(world, receiver).deliverNext() } }
                }
                try await group.waitForAll()
            }
            while await worker(world, receiver).deliverNext() {}
            let created = receiver.lines.filter { $0.contains("api.created") }
            #expect(created.count == 30)
            #expect(Set(created).count == 30)
        }
    }

    @Test(arguments: Engines.all) func aReplaySendsAStretchOfTimeAgain(engine: Engines) async throws {
        try await World.on(engine) { world in
            let webhooks = world.product.auditWebhooks
            try await apis((1...150).map { "Old \($0)" }, world)
            world.clock.advance(by: .hours(2))
            try await apis(["New"], world)
            try await send(.organization, to: try await destination(world), world)
            let receiver = Receiver(answers: [500]), worker = worker(world, receiver)
            while await worker.deliverNext() {}
            world.clock.advance(by: .hours(1))
            while await worker.deliverNext() {}
            let early = receiver.lines.count, now = world.clock.now
            _ = try await webhooks.startReplay(
                .organization, from: now - .hours(6), to: now - .hours(2), as: world.root)
            await #expect(throws: Refusal.self) {
                try await webhooks.startReplay(.organization, from: now - .hours(6), to: now, as: world.root)
            }
            while await worker.deliverNext() {}
            let again = receiver.lines.dropFirst(early)
            #expect(again.count { $0.contains("api.created") } == 150)
            #expect(Set(again).count == again.count)
            #expect(try await webhooks.replay(.organization, as: world.root)?.status == .completed)
            try await send(.organization, to: nil, world)
            _ = try await webhooks.startReplay(.organization, from: now - .hours(6), to: now, as: world.root)
            while await worker.deliverNext() {}
            #expect(try await webhooks.replay(.organization, as: world.root)?.status == .failed)
        }
    }

    @Test func eventsThatNobodyReceivesForAWeekAreForgotten() async throws {
        try await World.on(.sqlite) { world in
            try await send(.organization, to: try await destination(world), world)
            try await apis(["A"], world)
            world.clock.advance(by: .days(8))
            try await world.product.auditDelivery.prune()
            #expect(await !worker(world, Receiver()).deliverNext())
        }
    }
}
