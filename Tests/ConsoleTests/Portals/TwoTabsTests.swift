import Console
import Core
import HTTPTypes
import Hummingbird
import Model
import TestKit
import Testing
import Web

@Suite struct TwoTabsTests {
    @Test func aFormChangesOnlyWhatWasChangedInIt() async throws {
        try await World.on(.sqlite) { world in
            let client = try await world.console(), portal = try await world.portal()
            let path = "/portals/\(portal.id)/settings/security"
            #expect(try await client.open(path).text.contains("name=\"opened.rbac_enabled\" value=\"\""))
            var change = PortalChange()
            change.rbacEnabled = .set(true)
            _ = try await world.product.portals.update(portal.id, change, as: world.root)
            let stale: KeyValuePairs = [
                "opened.rbac_enabled": "", "opened.auto_approve_developers": "", "auto_approve_developers": "true",
                "opened.authentication_enabled": "true", "authentication_enabled": "true",
            ]
            #expect(try await client.submit(path, stale).status == 303)
            let found = try await world.product.portals.find(portal.id, as: world.root)
            #expect(found.rbacEnabled && found.autoApproveDevelopers && found.authenticationEnabled)
        }
    }

    @Test func anAPIKeepsWhatSomebodyElseSavedMeanwhile() async throws {
        try await World.on(.sqlite) { world in
            let client = try await world.console()
            let api = try await world.product.apis.create(APIDraft(name: "Orders"), as: world.root).api
            var change = APIChange()
            change.description = .set("One line\nand another")
            _ = try await world.product.apis.update(api.id, change, as: world.root)
            let stale: KeyValuePairs = [
                "opened.name": "Orders", "name": "Orders", "opened.version": "", "version": "2",
                "opened.slug": api.slug, "slug": api.slug, "opened.description": "", "description": "",
            ]
            #expect(try await client.submit("/apis/\(api.id)/edit", stale).status == 303)
            let found = try await world.product.apis.find(api.id, as: world.root).api
            #expect(found.version == "2")
            #expect(found.description == "One line\nand another")
        }
    }

    @Test func loadingThePageOfANewTokenAgainMakesNoOther() async throws {
        try await World.on(.sqlite) { world in
            let client = try await world.console()
            let page = try await client.open("/account").text
            let newest = try #require(page.firstMatch(of: /name="newest" value="([^"]*)"/)).1
            let form: KeyValuePairs = ["token": "CI", "days": "30", "newest": String(newest)]
            #expect(try await client.submit("/account/tokens", form).text.contains("kpat_"))
            let again = try await client.submit("/account/tokens", form)
            #expect(again.location == "/account")
            #expect(try await client.open("/account").text.contains("Nothing was made this time"))
        }
    }

    @Test func aFormWithoutASessionLeadsBackToItsPageAndSaysThatItWentNowhere() async throws {
        try await World.on(.sqlite) { world in
            let router = Router(context: AppContext.self)
            ConsoleDoor.signedIn(world.product, proxies: .none).mount(ConsolePages.endpoints(world.product), on: router)
            ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(world.product), on: router)
            let client = TestServer(router).client()
            let headers: HTTPFields = [.secFetchSite: "same-origin", .referer: "http://localhost/portals/new"]
            let reply = try await client.call(.post, "/portals/new", headers: headers)
            #expect(reply.location == "/sign-in?return_to=%2Fportals%2Fnew")
            #expect(try await client.open("/sign-in").text.contains("nothing was sent"))
        }
    }
}
