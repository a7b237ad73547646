import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct MailSettingsTests {
    private func signUp(_ email: String, name: String = "Ada", on portal: Portal, _ world: World) async throws {
        try await world.product.developers.register(
            SignUpDraft(email: email, fullName: name), on: portal.id, throttleKey: email)
    }

    @Test(arguments: Engines.all) func mailsSayWhatThePortalSaysAndComeFromItsSender(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), other = try await world.portal("Other")
            let root = world.managementAPI().client(token: try await world.account().token)
            let base = "/v3/portals/\(portal.id)"
            let content: JSON = [
                "subject": "{{developer_fullname}}, welcome to {{ portal_display_name }}",
                "body": "Dear **{{ developer_fullname }}**, look at {{ nothing }}.",
            ]
            let template = "\(base)/email-templates/confirm-email-address"
            let changed = try await root.call(.patch, template, ["content": content])
            #expect(changed.json["content"]?["title"] == .null)
            #expect(changed.json["enabled"] == true)
            let sender: JSON = [
                "from_name": "Docs", "from_email": "docs@example.com", "reply_to_email": "help@example.com",
            ]
            #expect(try await root.call(.post, "\(base)/email-config", sender).status == 201)
            #expect(try await root.call(.post, "\(base)/email-config", sender).status == 409)
            try await signUp("ada@example.com", name: "[Ada](http://evil.example) <b>", on: portal, world)
            let mail = try #require(try await world.mails(to: "ada@example.com").first)
            #expect(mail.subject == "[Ada](http://evil.example) <b>, welcome to Payments")
            #expect(mail.from == Mailbox(name: "Docs", address: "docs@example.com"))
            #expect(mail.replyTo == "help@example.com")
            #expect(mail.html.contains("<strong>[Ada](http://evil.example) &lt;b&gt;</strong>"))
            #expect(!mail.html.contains("href=\"http://evil"))
            #expect(mail.html.contains("{{ nothing }}"))
            #expect(mail.link?.contains("/verify-email?token=") == true)
            // Another portal is not concerned.
            try await signUp("bob@example.com", on: other, world)
            let theirs = try #require(try await world.mails(to: "bob@example.com").first)
            #expect(theirs.subject == "Please confirm your email address")
            #expect(theirs.replyTo == nil)
            let off = try await root.call(.patch, "\(base)/email-delivery", ["enabled": false])
            #expect(off.json["enabled"] == false)
            try await signUp("eve@example.com", on: portal, world)
            #expect(try await world.mails(to: "eve@example.com").first?.from.address == "no-reply@localhost")
            #expect(try await root.call(.delete, template).status == 204)
            #expect(try await root.call(.get, template).json["content"] == .null)
        }
    }

    @Test(arguments: Engines.all) func aTemplateThatIsOffSendsNothing(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal()
            let root = world.managementAPI().client(token: try await world.account().token)
            let path = "/v3/portals/\(portal.id)/email-templates/account-access-approved"
            #expect(try await root.call(.patch, path, ["enabled": false]).json["enabled"] == false)
            _ = try await world.developer(on: portal)
            let kinds = try await world.mails(to: "ada@example.com").map(\.template)
            #expect(!kinds.contains(.accountAccessApproved))
            let listed = try await root.call(.get, "/v3/portals/\(portal.id)/email-templates")
            #expect(listed.json["data"]?.array?.count == 1)
        }
    }

    @Test(arguments: Engines.all) func anEmailDomainHasAKeyAndServesOnceItIsFound(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal()
            let root = world.managementAPI().client(token: try await world.account().token)
            let domains = "/v3/portals/email-domains", name = "mail.example.com"
            let made = try await root.call(.post, domains, ["domain": .string(name)])
            #expect(made.status == 201)
            #expect(try await root.call(.post, domains, ["domain": .string(name)]).status == 409)
            let record = try #require(made.json["dns_validation_records"]?[0])
            #expect(record["name"] == "portico._domainkey.mail.example.com")
            #expect(!made.text.contains("PRIVATE"))
            #expect(
                try await root.call(.get, "\(domains)?filter[domain][contains]=mail").json["data"]?.array?.count == 1)
            let config = "/v3/portals/\(portal.id)/email-config"
            #expect(try await root.call(.post, config, ["domain_name": "unknown.example.com"]).status == 400)
            let outside: JSON = ["domain_name": .string(name), "from_email": "docs@example.org"]
            #expect(try await root.call(.post, config, outside).status == 400)
            #expect(try await root.call(.post, config, ["domain_name": .string(name)]).status == 201)
            #expect(try await root.call(.delete, "\(domains)/\(name)").status == 409)
            try await signUp("a@example.com", on: portal, world)
            #expect(try await world.mails(to: "a@example.com").first?.from.address == "no-reply@localhost")
            let value = try #require(record["value"]?.string)
            for (texts, status) in [([], "pending"), (["v=DKIM1; p=other"], "failed"), ([value], "success")] {
                try await world.product.mailDomains.check(by: Names(texts: texts))
                world.clock.advance(by: .hours(1))
                #expect(
                    try await root.call(.get, "\(domains)/\(name)").json["verification"]?["status"] == .string(status))
            }
            try await world.product.mailDomains.check(by: Names(texts: nil))
            #expect(try await root.call(.get, "\(domains)/\(name)").json["verification"]?["status"] == "success")
            try await signUp("b@example.com", on: portal, world)
            #expect(try await world.mails(to: "b@example.com").first?.from.address == "no-reply@\(name)")
        }
    }

    @Test func aTestGoesToWhoAsksAndDefaultsAreComplete() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            let root = world.managementAPI().client(token: try await world.account().token)
            let path = "/v3/portals/\(portal.id)/email-templates/app-registration-approved/send-test-email"
            let content: JSON = ["subject": "{{ api_name }}", "title": "T", "body": "*{{ application_name }}*"]
            #expect(try await root.call(.post, path, ["content": content]).status == 204)
            let mail = try #require(try await world.mails(to: "grace@example.com").first)
            #expect(mail.subject == "Flights")
            #expect(mail.html.contains("<em>Trip planner</em>"))
            let listed = try await root.call(.get, "/v3/portals/email-templates").json["data"]?.array ?? []
            #expect(listed.count == 11)
            for template in listed {
                #expect(template["default_content"]?["subject"]?.string?.isEmpty == false)
            }
            let variables = try await root.call(.get, "/v3/portals/email-templates/variables").json["data"]
            #expect(variables?.array?.count == MailVariable.allCases.count)
            for unknown in ["developer-pending", "nothing"] {
                #expect(
                    try await root.call(.get, "/v3/portals/\(portal.id)/email-templates/\(unknown)").status == 404)
            }
            let stranger = Actor.visitor(portal: portal.id)
            await #expect(throws: Refusal.notFound) {
                _ = try await world.product.portalMails.templates(of: portal.id, as: stranger)
            }
        }
    }
}

/// Answers what it is told; nil is no answer.
private struct Names: NameService {
    let texts: [String]?

    func texts(at name: String) async throws -> [String] {
        guard let texts else { throw Refusal.unavailable("no answer") }
        return texts
    }
}
