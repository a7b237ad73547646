import Core
import Model
import TestKit
import Testing
import Web

/// Two people change the same field: the second is told, and loses nothing that they typed.
@Suite struct ClashTests {
    private static let told = "Somebody else has saved this in the meantime"

    /// What a page's form holds before anybody changes it: the fields that say so, and those themselves.
    private func opened(_ page: TestReply, _ changes: [String: String]) -> [(String, String)] {
        var fields: [(String, String)] = []
        for match in page.text.matches(of: /name="opened\.([^"]+)" value="([^"]*)"/) {
            let name = String(match.1),
                value = String(match.2).replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
            fields += [("opened." + name, value), (name, changes[name] ?? value)]
        }
        return fields
    }

    private func send(_ client: TestClient, _ page: String, _ fields: [(String, String)]) async throws -> TestReply {
        let pairs = fields.map { "\(QueryString.encoded($0.0))=\(QueryString.encoded($0.1))" }
        return try await client.post(
            page, type: "application/x-www-form-urlencoded", pairs.joined(separator: "&"))
    }

    /// Two tabs open one form; the first saves, the second is told, saves again, and wins.
    private func clash(
        _ client: TestClient, at page: String, _ field: String, _ first: String, _ second: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let form = try await client.open(page)
        let mine = opened(form, [field: first]), late = opened(form, [field: second])
        #expect(mine.contains { $0.0 == field }, "\(page) says nothing of \(field)", sourceLocation: sourceLocation)
        #expect(try await send(client, page, mine).status == 303, sourceLocation: sourceLocation)
        let told = try await send(client, page, late)
        #expect(told.status == 409, sourceLocation: sourceLocation)
        #expect(told.text.contains(Self.told), sourceLocation: sourceLocation)
        #expect(told.text.contains(second), "what was typed is gone", sourceLocation: sourceLocation)
        let again = opened(told, [field: second])
        #expect(again.contains { $0 == ("opened." + field, first) }, sourceLocation: sourceLocation)
        #expect(try await send(client, page, again).status == 303, sourceLocation: sourceLocation)
        // What was not changed follows the others.
        #expect(try await send(client, page, opened(form, [:])).status == 303, sourceLocation: sourceLocation)
        let kept = opened(try await client.open(page), [:])
        #expect(kept.contains { $0 == (field, second) }, sourceLocation: sourceLocation)
    }

    @Test func ofAnAPIsLabelsAndAttributes() async throws {
        try await World.on(.sqlite) { world in
            let client = try await world.console()
            let api = try await world.product.apis.create(APIDraft(name: "Orders"), as: world.root).api
            try await clash(client, at: "/apis/\(api.id)/edit", "labels", "team=payments", "team=orders")
            try await clash(client, at: "/apis/\(api.id)/edit", "attributes", "domain: pay", "domain: order")
            try await clash(client, at: "/apis/\(api.id)/edit", "name", "Orders A", "Orders B")
        }
    }

    @Test func ofStrategiesAndProviders() async throws {
        try await ClientWorld.on(.sqlite) { stage in
            let client = try await stage.world.console()
            let keys = "/application-auth/\(stage.home.strategy)", tokens = "/application-auth/\(stage.strategy)"
            try await clash(client, at: keys, "key_names", "x-key", "y-key")
            try await clash(client, at: tokens, "scopes", "openid, a", "openid, b")
            try await clash(client, at: "/dcr-providers/\(stage.provider)", "display_name", "One", "Another")
            #expect(
                try await stage.world.product.strategies.find(stage.strategy, as: stage.world.root).dcrProvider?.id
                    == stage.provider)
        }
    }

    @Test func ofTeamsAndSystemAccounts() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), client = try await world.console()
            let team = try await home.team()
            try await clash(client, at: "/portals/\(home.portal.id)/teams/\(team.id)", "description", "One", "Another")
            let made = try await client.submit("/organization/teams", ["name": "Writers"])
            try await clash(client, at: try #require(made.location), "name", "Scribes", "Authors")
            let account = try await client.submit("/organization/system-accounts", ["name": "ci"])
            try await clash(client, at: try #require(account.location), "description", "Builds", "Ships")
        }
    }

    @Test func ofAPortalsLookAndSettings() async throws {
        try await World.on(.sqlite) { world in
            let client = try await world.console(), portal = try await world.portal()
            let look = "/portals/\(portal.id)/appearance"
            try await clash(client, at: look, "primary", "#112233", "#445566")
            try await clash(client, at: look + "/code", "css", "a { color: red }", "b { color: blue }")
            try await clash(client, at: look + "/integrations", "google_analytics_4-key", "G-AAAAAAA", "G-BBBBBBB")
            try await clash(client, at: "/portals/\(portal.id)/settings", "display_name", "One", "Another")
        }
    }

    @Test func ofASwitchOfTheReference() async throws {
        try await World.on(.sqlite) { world in
            let client = try await world.console(), portal = try await world.portal()
            let page = "/portals/\(portal.id)/appearance/reference", form = try await client.open(page)
            #expect(opened(form, [:]).contains { $0 == ("hide_internal", "") })
            var others = PortalCustomizationChange()
            others.specRenderer[.hideDeprecated] = true
            try await world.product.customizations.update(portal.id, others, as: world.root)
            // Two switches are two things: both changes stay.
            #expect(try await send(client, page, opened(form, ["hide_internal": "true"])).status == 303)
            let renderer = try await world.product.customizations.find(portal.id, as: world.root).specRenderer
            #expect(renderer[.hideDeprecated] && renderer[.hideInternal])
        }
    }

    @Test func ofMenus() async throws {
        try await World.on(.sqlite) { world in
            let client = try await world.console(), portal = try await world.portal()
            let page = "/portals/\(portal.id)/appearance/navigation", form = try await client.open(page)
            func sent(_ title: String) -> [(String, String)] {
                opened(form, [:]).filter { $0.0.hasPrefix("opened.") } + [
                    ("main-place", "1"), ("main-title", title), ("main-path", "/x"), ("main-visibility", "public"),
                    ("main-window", "same"),
                ]
            }
            #expect(try await send(client, page, sent("One")).status == 303)
            let told = try await send(client, page, sent("Another"))
            #expect(told.status == 409)
            #expect(told.text.contains(Self.told) && told.text.contains("- One: /x"))
            #expect(told.text.contains("value=\"Another\""))
            // A form in which nothing was changed undoes nothing.
            #expect(try await send(client, page, opened(form, [:]).filter { $0.0 == "opened.menus" }).status == 303)
            let menu = try await world.product.customizations.find(portal.id, as: world.root).menu
            #expect(menu.main?.map(\.title) == ["One"])
        }
    }

    @Test func ofAGatewayService() async throws {
        try await World.on(.sqlite) { world in
            let client = try await world.console()
            let id = try await world.product.controlPlanes.create(ControlPlaneDraft(name: "edge"), as: world.root).id
            let service = try await world.product.coreEntities.create(
                .service, ["name": "orders", "host": "orders.example"], in: id, as: world.root)
            try await clash(client, at: "/gateway/\(id)/services/\(service.id)", "name", "orders-a", "orders-b")
        }
    }
}
