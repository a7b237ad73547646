import Console
import Core
import HTTPTypes
import Hummingbird
import Model
import TestKit
import Testing
import Web

@Suite struct DeveloperPagesTests {
    private func console(_ world: World) async throws -> TestClient {
        let router = Router(context: AppContext.self)
        ConsoleDoor.signedIn(world.product, proxies: .none)
            .mount(ConsolePages.endpoints(world.product), on: router)
        ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(world.product), on: router)
        let client = TestServer(router).client()
        let (account, _) = try await world.account()
        _ = try await client.submit("/sign-in", ["email": account.email, "password": TestPassword.good])
        return client
    }

    @Test func anOperatorApprovesWhoWaits() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), console = try await console(world)
            let ada = try await world.developer(on: portal, status: .pending)
            let list = "/portals/\(portal.id)/developers"
            #expect(try await console.open("\(list)?status=pending").text.contains("Ada Lovelace"))
            #expect(!(try await console.open("\(list)?status=approved").text.contains("Ada Lovelace")))
            #expect(try await console.open("\(list)?q=lovel").text.contains("Ada Lovelace"))
            #expect(try await console.open("\(list)?q=ada%40exa").text.contains("Ada Lovelace"))
            for _ in 1...2 {
                let reply = try await console.submit(
                    "\(list)/\(ada.id)/status", ["status": "approved", "return_to": list])
                #expect(reply.location == list)
            }
            let found = try await world.product.developers.find(ada.id, of: portal.id, as: world.root)
            #expect(found.status == .approved)
            #expect(try await world.mails(to: ada.email).count { $0.template == .accountAccessApproved } == 1)
        }
    }

    @Test func theirApplicationsAndTeamsAreListed() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), console = try await console(world)
            let page = "/portals/\(home.portal.id)/developers/\(home.developer.id)"
            let empty = try await console.open(page).text
            #expect(empty.contains("No applications") && empty.contains("In no team"))
            let shop = try await home.application("<i>Shop</i>")
            let team = try await home.team("<i>Partners</i>", canOwnApplications: true)
            var draft = ApplicationDraft(name: "Shared")
            draft.owner = .team(team.id)
            let shared = try await world.product.applications.create(draft, on: home.portal.id, as: home.ada)
            _ = try await home.application("Foreign", as: try await home.colleague())
            let full = try await console.open(page).text
            for link in ["applications/\(shop.id)", "applications/\(shared.id)", "teams/\(team.id)"] {
                #expect(full.contains("href=\"/portals/\(home.portal.id)/\(link)\""), "\(link)")
            }
            #expect(full.contains("&lt;i&gt;Shop") && full.contains("Team &lt;i&gt;Partners"))
            #expect(!full.contains("Foreign") && !full.contains("<i>"))
        }
    }

    @Test func aDeveloperIsAddedInvitedAndDeleted() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), console = try await console(world)
            let list = "/portals/\(portal.id)/developers"
            #expect(try await console.open(list).text.contains("Nobody has signed up yet"))
            let made = try await console.submit(
                "\(list)/new",
                ["full_name": "Alan", "email": "alan@example.com", "status": "", "send_invitation_email": "true"])
            #expect(try await world.mails(to: "alan@example.com").map(\.template) == [.developerInvitation])
            let again = try await console.submit(
                "\(list)/new", ["full_name": "Alan", "email": "alan@example.com", "status": ""])
            #expect(again.status == 409)
            #expect(again.text.contains("Developer with the given email already exists"))
            let address = made.location ?? ""
            #expect(try await console.open(address).text.contains("alan@example.com"))
            #expect(try await console.submit("\(address)/delete").location == list)
            #expect(try await console.open(address).status == 404)
        }
    }

    @Test func markupAndForeignIdsDoNoHarm() async throws {
        try await World.on(.sqlite) { world in
            let evil = "<img src=x onerror=alert(1)>", portal = try await world.portal()
            let other = try await world.portal("Travel"), console = try await console(world)
            let eve = try await world.product.developers.create(
                DeveloperDraft(email: "eve@example.com", fullName: evil), on: portal.id, as: world.root)
            let list = "/portals/\(portal.id)/developers"
            for path in [list, "\(list)/\(eve.id)", "\(list)?q=%3Cimg%20src=x%20onerror=alert(1)%3E", "/messages"] {
                #expect(!(try await console.open(path).text.contains(evil)), "\(path)")
            }
            let foreign = "/portals/\(other.id)/developers/\(eve.id)"
            #expect(try await console.open(foreign).status == 404)
            #expect(try await console.submit("\(foreign)/status", ["status": "approved"]).status == 404)
            #expect(try await console.submit("\(foreign)/delete").status == 404)
            #expect(try await console.submit("\(list)/\(eve.id)/status", ["status": "famous"]).status == 400)
        }
    }

    @Test func anotherSiteAndStrangersDecideNothing() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), console = try await console(world)
            let ada = try await world.developer(on: portal, status: .pending)
            let address = "/portals/\(portal.id)/developers/\(ada.id)/status"
            #expect(try await console.submit(address, ["status": "approved"], site: "cross-site").status == 403)
            console.cookies = [:]
            let stranger = try await console.submit(address, ["status": "approved"])
            #expect(stranger.location?.hasPrefix("/sign-in") == true)
            let found = try await world.product.developers.find(ada.id, of: portal.id, as: world.root)
            #expect(found.status == .pending)
        }
    }

    @Test func messagesShowTheirLinksAndStates() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), console = try await console(world)
            #expect(try await console.open("/messages").text.contains("No messages yet"))
            let draft = SignUpDraft(email: "ada@example.com", fullName: "Ada")
            try await world.product.developers.register(draft, on: portal.id, throttleKey: "here")
            let record = try await world.product.messages.list(ListQuery(), as: world.root).items[0]
            let list = try await console.open("/messages").text
            #expect(list.contains(record.mail.link ?? "-") && list.contains("Queued"))
            let detail = try await console.open("/messages/\(record.id)")
            #expect(detail.text.contains("Please confirm your email address"))
            #expect(detail.headers[.cacheControl] == "no-store")
            #expect(try await console.submit("/messages/\(record.id)/retry").location == "/messages")
            #expect(try await console.open("/messages/\(portal.id)").status == 404)
        }
    }
}
