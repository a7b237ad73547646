import Core
import Foundation
import Logging
import Model
import Outbound
import Synchronization
import TestKit
import Testing

/// A name service that knows what it was told.
private final class Names: NameService {
    private let state: Mutex<[String: [String]]?>

    init(_ texts: [String: [String]]? = [:]) {
        state = Mutex(texts)
    }

    func tell(_ texts: [String: [String]]?) { state.withLock { $0 = texts } }

    func texts(at name: String) async throws -> [String] {
        guard let known = state.withLock({ $0 }) else { throw MailFailure("no answer") }
        return known[name] ?? []
    }
}

@Suite struct MailDomainCheckTests {
    private func sender(_ world: World, _ portal: Portal, to address: String) async throws -> String {
        try await world.product.developers.register(
            SignUpDraft(email: address, fullName: "Ada"), on: portal.id, throttleKey: address)
        return try await world.mails(to: address)[0].from.address
    }

    @Test(arguments: Engines.all) func aDomainServesOnceItsRecordIsFound(engine: Engines) async throws {
        try await World.on(engine) { world in
            let domains = world.product.mailDomains, portal = try await world.portal(), names = Names()
            let made = try await domains.create("mail.example.com", as: world.root)
            var change = MailConfigurationChange()
            change.domain = .set("mail.example.com")
            change.fromEmail = .set("docs@mail.example.com")
            _ = try await world.product.portalMails.configure(portal.id, change, as: world.root)
            func status() async throws -> MailDomain.Status {
                try await domains.check(by: names)
                world.clock.advance(by: .hours(1))
                return try await domains.find("mail.example.com", as: world.root).status
            }
            let record = made.records[0]
            #expect(try await status() == .pending)
            #expect(try await sender(world, portal, to: "one@example.com") == "no-reply@localhost")
            names.tell([record.name: ["v=spf1 -all", "v=DKIM1; k=rsa; p=AAAA"]])
            #expect(try await status() == .failed)
            names.tell(nil)
            #expect(try await status() == .temporaryFailure)
            names.tell([record.name: ["v=DKIM1;k=rsa; p=" + made.publicKey]])
            #expect(try await status() == .success)
            #expect(try await sender(world, portal, to: "two@example.com") == "docs@mail.example.com")
            // A name service that is away for a while takes nothing back; a record that is gone does.
            names.tell(nil)
            #expect(try await status() == .success)
            names.tell([:])
            #expect(try await status() == .pending)
            #expect(try await sender(world, portal, to: "three@example.com") == "no-reply@localhost")
        }
    }

    @Test func aRecordIsLookedUpWhenItIsTimeOrWhenAnOperatorAsks() async throws {
        try await World.on(.sqlite) { world in
            let domains = world.product.mailDomains, names = Names()
            let made = try await domains.create("mail.example.com", as: world.root)
            func checked() async throws -> Instant? {
                try await domains.check(by: names)
                return try await domains.find("mail.example.com", as: world.root).checkedAt
            }
            let first = try await checked()
            world.clock.advance(by: .minutes(4))
            #expect(try await checked() == first)
            names.tell([made.recordName: [made.records[0].value]])
            try await domains.askForCheck("mail.example.com", as: world.root)
            let found = try await checked()
            #expect(found == world.clock.now)
            world.clock.advance(by: .minutes(59))
            #expect(try await checked() == found)
            await #expect(throws: Refusal.notFound) {
                try await domains.askForCheck("other.example.com", as: world.root)
            }
        }
    }

    @Test func mailsOfAVerifiedDomainAreSigned() async throws {
        try await World.on(.sqlite) { world in
            let domains = world.product.mailDomains, names = Names()
            let made = try await domains.create("mail.example.com", as: world.root)
            let mail = OutgoingMail(
                template: .resetPassword, portalID: nil, from: Mailbox(name: "Döcs", address: "docs@mail.example.com"),
                to: Mailbox(name: "Ada", address: "ada@example.com"), subject: "Grüße", text: "Hi  there \n\n\n",
                html: "<p>Hi</p>", link: nil, replyTo: "help@example.com")
            #expect(try await world.product.outbox.key(for: mail) == nil)
            names.tell([made.recordName: [made.records[0].value]])
            try await domains.check(by: names)
            let key = try #require(try await world.product.outbox.key(for: mail))
            let bytes = try MIMEMessage.bytes(of: mail, id: "1", at: FixedClock.start, signedWith: key)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.hasPrefix("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example.com;"))
            #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 110 })
            let unsigned = String(
                decoding: try MIMEMessage.bytes(of: mail, id: "1", at: FixedClock.start), as: UTF8.self)
            #expect(text.hasSuffix(unsigned))
        }
    }
}

@Suite struct NameLookupTests {
    @Test(arguments: ["", "a", "1.2.3", "1.2.3.4.5", "1.2.3.256", "::1", "1.2.3.4:0", "1.2.3.4:x", "1.2.3.4:53:53"])
    func whatIsNoNameServerIsNone(text: String) {
        #expect(NameLookup.Server(text) == nil)
    }

    @Test func aNameServerHasAPort() {
        #expect(NameLookup.Server("192.0.2.53")?.port == 53)
        #expect(NameLookup.Server("192.0.2.53:5353")?.port == 5_353)
    }

    @Test func aNameServerThatIsAwayIsNoAnswer() async throws {
        let names = NameLookup(NameLookup.Server("127.0.0.1:1"))
        await #expect(throws: (any Error).self) { try await names.texts(at: "mail.example.com") }
    }
}
