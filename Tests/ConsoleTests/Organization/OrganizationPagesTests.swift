import Console
import Core
import Hummingbird
import Model
import TestKit
import Testing
import Web

@Suite struct OrganizationPagesTests {
    private func console(_ world: World) -> TestServer {
        let router = Router(context: AppContext.self), product = world.product
        ConsoleDoor.signedIn(product, proxies: .none).mount(ConsolePages.endpoints(product), on: router)
        ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(product), on: router)
        return TestServer(router)
    }

    private func signIn(
        _ world: World, _ email: String = "grace@example.com", in teams: [ID<OperatorTeam>] = [OperatorTeam.admins]
    ) async throws -> (TestClient, Operator) {
        let (account, _) = try await world.account(email, in: teams)
        let client = console(world).client()
        _ = try await client.submit("/sign-in", ["email": account.email, "password": TestPassword.good])
        return (client, account)
    }

    @Test(arguments: Engines.all) func somebodyIsInvitedAndComesIn(engine: Engines) async throws {
        try await World.on(engine) { world in
            let (root, _) = try await signIn(world)
            #expect(try await root.open("/organization").text.contains("Invite somebody"))
            #expect(try await root.submit("/organization/people", ["email": "no", "name": "Ada"]).status == 400)
            let sent = try await root.submit(
                "/organization/people", ["email": "ada@example.com", "name": "<b>Ada</b>"])
            #expect(sent.location == "/organization")
            let list = try await root.open("/organization").text
            #expect(list.contains("&lt;b&gt;Ada") && list.contains("Invited"))
            let token = try await world.token(mailedTo: "ada@example.com")
            let ada = console(world).client()
            #expect(try await ada.open("/invitation?token=\(token)").text.contains("ada@example.com"))
            #expect(try await ada.open("/invitation?token=wrong").status == 410)
            let path = "/invitation?token=\(token)"
            #expect(try await ada.submit(path, ["name": "Ada", "password": "short"]).status == 400)
            #expect(try await ada.submit(path, ["name": "Ada", "password": TestPassword.good]).location == "/")
            #expect(try await ada.submit(path, ["name": "Eve", "password": TestPassword.good]).status == 410)
            #expect(try await ada.open("/organization").text.contains("Ada"))
        }
    }

    @Test func teamsAndSystemAccountsAreMadeGivenRolesAndDeleted() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal("Payments"), (root, _) = try await signIn(world)
            let made = try await root.submit("/organization/teams", ["name": "<i>Writers</i>"])
            let team = try #require(made.location)
            #expect(try await root.submit("/organization/teams", ["name": "<i>Writers</i>"]).status == 409)
            let account = try #require(
                try await root.submit("/organization/system-accounts", ["name": "ci", "description": "CI"]).location)
            let id = String(account.split(separator: "/").last ?? "")
            _ = try await root.submit("\(team)/members", ["member": id])
            let role: KeyValuePairs = ["role": "Portals|Content Editor", "entity": "Portals|\(portal.id)"]
            #expect(try await root.submit("\(team)/roles", role).location == team)
            _ = try await root.submit("\(team)/roles", ["role": "Portals|Viewer", "entity": "APIs|*"])
            let page = try await root.open(team).text
            #expect(page.contains("Content Editor") && page.contains("Portal Payments") && page.contains("ci"))
            #expect(!page.contains("<i>Writers"))
            let issued = try await root.submit("\(account)/tokens", ["token": "pipeline", "days": "30"])
            #expect(issued.text.contains("spat_"))
            #expect(!(try await root.open(account).text.contains("data-key=\"spat_")))
            #expect(try await root.submit("\(team)/delete").location == "/organization/teams")
            #expect(try await root.submit("\(account)/delete").location == "/organization/system-accounts")
            #expect(try await root.open(account).status == 404)
        }
    }

    @Test func theLastAdminIsToldThatTheyStay() async throws {
        try await World.on(.sqlite) { world in
            let (root, account) = try await signIn(world), page = "/organization/people/\(account.id)"
            #expect(try await root.submit("\(page)/delete").location == page)
            #expect(try await root.open(page).text.contains("last organization admin"))
            _ = try await root.submit("\(page)/teams/\(OperatorTeam.admins)/leave")
            #expect(try await root.open(page).text.contains("last organization admin"))
        }
    }

    @Test func onlyOneselfLeavesATeam() async throws {
        try await World.on(.sqlite) { world in
            let (root, account) = try await signIn(world), (other, _) = try await world.account("ada@example.com")
            let own = try await root.open("/organization/people/\(account.id)").text
            #expect(own.contains("<span>Leave</span>") && !own.contains("Remove from team"))
            let page = "/organization/people/\(other.id)", theirs = try await root.open(page).text
            #expect(theirs.contains("Remove from team") && !theirs.contains("<span>Leave</span>"))
            #expect(try await root.submit("\(page)/teams/\(OperatorTeam.admins)/leave").location == page)
            #expect(try await root.open(page).text.contains("They are not in the team any more."))
        }
    }

    @Test func somebodyChangesTheirOwnPassword() async throws {
        try await World.on(.sqlite) { world in
            let (root, account) = try await signIn(world), other = console(world).client()
            _ = try await other.submit("/sign-in", ["email": account.email, "password": TestPassword.good])
            #expect(try await root.open("/account").text.contains("Change password"))
            let wrong: KeyValuePairs = ["current_password": "guess", "password": "another horse battery"]
            let refused = try await root.submit("/account/password", wrong)
            #expect(refused.status == 400)
            #expect(refused.text.contains("This is not your current password"))
            #expect(!refused.text.contains("another horse battery"))
            let weak: KeyValuePairs = ["current_password": TestPassword.good, "password": "short"]
            #expect(try await root.submit("/account/password", weak).status == 400)
            let good: KeyValuePairs = ["current_password": TestPassword.good, "password": "another horse battery"]
            #expect(try await root.submit("/account/password", good).location == "/account")
            #expect(try await root.open("/account").text.contains("The password is changed."))
            #expect(try await other.open("/account").location == "/sign-in?return_to=%2Faccount")
            #expect(try await root.submit("/account/password", good, site: "cross-site").status == 403)
        }
    }

    @Test func formsAreOffForWhoMayOnlyLook() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal("Payments"), other = try await world.portal("Secret")
            let (ada, account) = try await signIn(world, "ada@example.com", in: [])
            let empty = try await ada.open("/portals")
            #expect(empty.status == 200 && !empty.text.contains("Payments"))
            #expect(!empty.text.contains("href=\"/portals/new\""))
            let draft = AssignedRoleDraft(.portals, "Viewer", on: portal.id.text)
            _ = try await world.product.assignedRoles.assign(draft, to: .operator(account.id), as: world.root)
            let list = try await ada.open("/portals").text
            #expect(list.contains("Payments") && !list.contains("Secret"))
            let settings = try await ada.open("/portals/\(portal.id)/settings")
            #expect(settings.status == 200 && settings.text.contains("disabled"))
            #expect(try await ada.submit("/portals/\(portal.id)/delete", ["confirmation": "Payments"]).status == 403)
            #expect(try await ada.open("/portals/\(other.id)").status == 404)
            #expect(try await ada.open("/messages").status == 403)
            #expect(!(try await ada.open("/organization").text.contains("Invite somebody")))
            #expect(try await ada.open("/organization/system-accounts").status == 403)
        }
    }
}
