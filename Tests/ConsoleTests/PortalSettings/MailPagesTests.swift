import Core
import Model
import TestKit
import Testing

@Suite struct MailPagesTests {
    @Test func anEmailIsWrittenPreviewedTestedAndReset() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await world.console()
            let list = "/portals/\(portal.id)/settings/emails", path = "\(list)/confirm-email-address"
            #expect(try await root.open(list).text.contains("Confirm the e-mail address"))
            func send(_ action: String, _ body: String) async throws -> TestReply {
                let revision = try await world.product.portalMails.template(
                    .confirmEmailAddress, of: portal.id, as: world.root
                ).revision
                return try await root.submit(
                    path,
                    [
                        "revision": "\(revision)", "subject": "Hi {{ developer_fullname }}", "title": "<i>T</i>",
                        "body": body,
                        "button_label": "Go", "enabled": "true", "action": action,
                    ])
            }
            let preview = try await send("preview", "**{{ developer_fullname }}** <script>x</script> {{ odd }}")
            #expect(preview.status == 200)
            #expect(preview.text.contains("<strong>Ada Lovelace</strong>"))
            #expect(preview.text.contains("&lt;i&gt;T&lt;/i&gt;"))
            #expect(!preview.text.contains("<script>x"))
            #expect(preview.text.contains("Unknown variables"))
            #expect(try await world.product.portalMails.templates(of: portal.id, as: world.root).isEmpty)
            #expect(try await send("test", "Body").text.contains("A test is on its way to grace@example.com"))
            #expect(try await world.mails(to: "grace@example.com").first?.subject == "Hi Grace Hopper")
            #expect(try await send("save", "").status == 400)
            #expect(try await send("save", "Body").location == path)
            #expect(try await root.open(list).text.contains("Own words"))
            #expect(try await root.submit("\(path)/reset").location == path)
            #expect(!(try await root.open(list).text.contains("Own words")))
        }
    }

    @Test func aFormThatSomebodyHasOvertakenIsNotSaved() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await world.console()
            let path = "/portals/\(portal.id)/settings/emails/confirm-email-address"
            let opened = try await root.open(path).text
            let revision = try #require(opened.firstMatch(of: /name="revision" value="(\d+)"/)?.output.1)
            func save(_ subject: String, _ revision: String) async throws -> TestReply {
                try await root.submit(
                    path,
                    [
                        "subject": subject, "title": "T", "body": "B", "button_label": "Go", "enabled": "true",
                        "revision": revision, "action": "save",
                    ])
            }
            #expect(try await save("First", String(revision)).location == path)
            let late = try await save("Second", String(revision))
            #expect(late.status == 409)
            #expect(late.text.contains("newer version") && late.text.contains("First"))
            #expect(late.text.contains("Second"))
            let mails = world.product.portalMails
            let kept = try await mails.template(.confirmEmailAddress, of: portal.id, as: world.root)
            #expect(kept.wording.subject == "First")
            #expect(late.text.contains("name=\"revision\" value=\"\(kept.revision)\""))
            #expect(try await save("Second", "\(kept.revision)").location == path)
        }
    }

    @Test func aSenderIsSavedAndADomainAdded() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await world.console()
            let path = "/portals/\(portal.id)/settings/emails"
            #expect(try await root.submit(path, ["from_email": "nobody"]).status == 400)
            #expect(try await root.submit(path, ["from_name": "<b>", "from_email": "a@example.com"]).location == path)
            #expect(try await root.open(path).text.contains("&lt;b&gt;"))
            let domains = "/mail-domains"
            #expect(try await root.open(domains).text.contains("No e-mail domains yet"))
            #expect(try await root.submit(domains, ["domain": "<b>"]).status == 400)
            #expect(try await root.submit(domains, ["domain": "mail.example.com"]).location == domains)
            #expect(try await root.open(domains).text.contains("portico._domainkey.mail.example.com"))
            #expect(try await root.submit("\(domains)/mail.example.com/delete").location == domains)
        }
    }

    @Test func dcrProvidersAreAddedChangedAndDeleted() async throws {
        try await World.on(.sqlite) { world in
            let root = try await world.console()
            #expect(try await root.open("/dcr-providers").text.contains("No DCR providers yet"))
            for kind in DCRProvider.Kind.allCases {
                #expect(try await root.open("/dcr-providers/new/\(kind.rawValue)").status == 200)
            }
            #expect(try await root.open("/dcr-providers/new/pigeon").status == 404)
            let wrong = try await root.submit("/dcr-providers/new/okta", ["name": "<b>", "issuer": "x"])
            #expect(wrong.status == 400)
            #expect(wrong.text.contains("&lt;b&gt;"))
            let made = try await root.submit(
                "/dcr-providers/new/okta",
                ["name": "Okta", "issuer": "https://a.example", "secret": "s3cret-token"])
            #expect(made.location == "/dcr-providers")
            let provider = try #require(try await world.product.dcrProviders.all(as: world.root).first)
            let page = "/dcr-providers/\(provider.id)"
            #expect(!(try await root.open(page).text.contains("s3cret")))
            #expect(try await root.submit(page, ["name": "New", "issuer": "https://b.example"]).location == page)
            #expect(try await root.open("/application-auth/new").text.contains("DCR provider"))
            #expect(try await root.submit("\(page)/delete").location == "/dcr-providers")
        }
    }
}
