import Core
import Foundation
import Logging
import Model
import Outbound
import Synchronization
import TestKit
import Testing

/// Keeps what it is given, and fails as often as it is told.
private final class Postman: MailTransport {
    private let state = Mutex<(delivered: [String], failures: Int)>(([], 0))

    private let areFinal: Bool

    init(failures: Int = 0, areFinal: Bool = false) {
        self.areFinal = areFinal
        state.withLock { $0.failures = failures }
    }

    var delivered: [String] { state.withLock { $0.delivered } }

    func deliver(
        _ mail: OutgoingMail, id: ID<OutboxEntry>, at now: Instant, signedWith key: MailKey?
    ) async throws {
        try state.withLock { state in
            if state.failures > 0 {
                state.failures -= 1
                throw MailFailure("the post office is closed", isFinal: areFinal)
            }
            state.delivered.append(mail.to.address)
        }
    }
}

@Suite struct OutboxWorkerTests {
    private func worker(_ world: World, _ transport: any MailTransport) -> OutboxWorker {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return OutboxWorker(world.product.outbox, transport: transport, logger: logger)
    }

    private func signUp(_ world: World, count: Int) async throws {
        let portal = try await world.portal()
        for number in 1...count {
            try await world.product.developers.register(
                SignUpDraft(email: "ada\(number)@example.com", fullName: "Ada"), on: portal.id,
                throttleKey: "\(number)")
        }
    }

    private func states(_ world: World) async throws -> [MailRecord.State] {
        try await world.product.messages.list(ListQuery(), as: world.root).items.map(\.state)
    }

    @Test(arguments: Engines.all) func severalWorkersDeliverEachMailOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            try await signUp(world, count: 8)
            let postman = Postman()
            await withTaskGroup(of: Void.self) { group in
                for _ in 1...3 {
                    group.addTask { while await worker(world, postman).deliverNext() {} }
                }
            }
            #expect(postman.delivered.sorted() == (1...8).map { "ada\($0)@example.com" })
            #expect(try await states(world) == Array(repeating: .sent, count: 8))
        }
    }

    @Test(arguments: Engines.all) func whatFailsIsTriedAgainLaterOrWhenAnOperatorAsks(engine: Engines) async throws {
        try await World.on(engine) { world in
            try await signUp(world, count: 1)
            let postman = Postman(failures: 2), worker = worker(world, postman)
            #expect(await worker.deliverNext())
            #expect(await !worker.deliverNext())
            let record = try await world.product.messages.list(ListQuery(), as: world.root).items[0]
            #expect(record.state == .failed)
            #expect(record.lastError == "the post office is closed")
            world.clock.advance(by: .seconds(10))
            #expect(await worker.deliverNext())
            try await world.product.messages.retry(record.id, as: world.root)
            #expect(await worker.deliverNext())
            #expect(postman.delivered == ["ada1@example.com"])
            await #expect(throws: Refusal.self) {
                try await world.product.messages.retry(record.id, as: world.root)
            }
        }
    }

    @Test(arguments: Engines.all) func whatFailsForTwoDaysIsGivenUpAndAnOperatorMayAskAgain(
        engine: Engines
    ) async throws {
        try await World.on(engine) { world in
            try await signUp(world, count: 1)
            let postman = Postman(failures: 56), worker = worker(world, postman), begin = world.clock.now
            func record() async throws -> MailRecord {
                try await world.product.messages.list(ListQuery(), as: world.root).items[0]
            }
            while try await record().state != .undeliverable {
                let next = try await record().nextAttemptAt
                world.clock.advance(by: .milliseconds(max(0, next.milliseconds - world.clock.now.milliseconds)))
                #expect(await worker.deliverNext())
            }
            #expect(try await record().attempts == 56)
            #expect(world.clock.now > begin + .hours(44))
            #expect(world.clock.now < begin + .hours(52))
            world.clock.advance(by: .days(7))
            #expect(await !worker.deliverNext())
            try await world.product.messages.retry(record().id, as: world.root)
            #expect(await worker.deliverNext())
            #expect(postman.delivered == ["ada1@example.com"])
        }
    }

    @Test(arguments: Engines.all) func whatIsRefusedForGoodIsNotTriedAgain(engine: Engines) async throws {
        try await World.on(engine) { world in
            try await signUp(world, count: 1)
            let worker = worker(world, Postman(failures: 1, areFinal: true))
            #expect(await worker.deliverNext())
            world.clock.advance(by: .days(7))
            #expect(await !worker.deliverNext())
            #expect(try await states(world) == [.undeliverable])
        }
    }

    @Test func aWorkerStopsWhenItIsTold() async throws {
        try await World.on(.sqlite) { world in
            let worker = worker(world, Postman())
            let task = Task { await worker.run() }
            task.cancel()
            await task.value
            #expect(task.isCancelled)
        }
    }

    @Test func mailsBecomeWholeFiles() async throws {
        try await World.on(.sqlite) { world in
            try await signUp(world, count: 2)
            try await withFolder { folder in
                let directory = URL(filePath: folder).appending(path: "mail")
                let worker = worker(world, try MailDirectory(directory))
                while await worker.deliverNext() {}
                let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
                #expect(names.count == 2)
                #expect(names.allSatisfy { $0.hasSuffix(".eml") })
                let text = try String(contentsOf: directory.appending(path: names[0]), encoding: .utf8)
                #expect(text.contains("token=3D"))
                let mode = try FileManager.default.attributesOfItem(atPath: directory.path + "/" + names[0])
                #expect(mode[.posixPermissions] as? Int == 0o600)
            }
        }
    }

    @Test func aServerThatIsNotThereIsAFailureWithItsName() async throws {
        let server = try #require(SMTPServer("smtp://127.0.0.1:1"))
        let mail = OutgoingMail(
            template: .resetPassword, portalID: nil, from: Mailbox(name: "", address: "a@example.com"),
            to: Mailbox(name: "", address: "b@example.com"), subject: "", text: "", html: "", link: nil)
        let failure = await #expect(throws: MailFailure.self) {
            try await SMTPTransport(server).deliver(
                mail, id: ID(stored: "1"), at: FixedClock.start, signedWith: nil)
        }
        #expect(failure?.description.hasPrefix("127.0.0.1:1: ") == true)
    }

    @Test func aMailServersAddressIsRead() {
        #expect(SMTPServer("smtp://mail.example.com")?.port == 587)
        #expect(SMTPServer("smtps://mail.example.com")?.port == 465)
        #expect(SMTPServer("smtp://mail.example.com:25")?.isImplicitTLS == false)
        for wrong in ["mail.example.com", "http://mail.example.com", "smtp://", "smtp://a:b@mail.example.com"] {
            #expect(SMTPServer(wrong) == nil, "\(wrong)")
        }
    }
}
