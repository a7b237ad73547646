import Console
import Core
import Hummingbird
import Model
import TestKit
import Testing
import Web

/// Whoever has few rights goes everywhere that links lead, and presses every button: nothing is forbidden, because
/// what is forbidden is not there.
@Suite struct FewRightsTests {
    private static let roles: [(ResourceKind, String)] = AccessTable.assignable.map { ($0.kind, $0.name) }

    @Test(arguments: roles) func everyLinkAndButtonOfTheConsoleWorks(kind: ResourceKind, name: String) async throws {
        try await World.on(.sqlite) { world in
            let place = try await Self.furnished(world)
            try await Self.visit(world, "\(name) of \(kind.rawValue)") { account in
                let draft = AssignedRoleDraft(kind, name, on: place[kind] ?? AssignedRole.everyEntity)
                _ = try await world.product.assignedRoles.assign(draft, to: .operator(account.id), as: world.root)
            }
        }
    }

    @Test func alsoWithoutAnyRoleAndWithThoseOfThePredefinedTeams() async throws {
        try await World.on(.sqlite) { world in
            _ = try await Self.furnished(world)
            try await Self.visit(world, "nobody") { _ in }
            for team in try await world.product.operatorTeams.all(as: world.root).map(\.team) where team.isPredefined {
                // Who may do everything would press the button that ends their own account.
                if team.id == OperatorTeam.admins { continue }
                try await Self.visit(world, team.name) { account in
                    try await world.product.operatorTeams.add(account.id, to: team.id, as: world.root)
                }
            }
        }
    }

    /// A world with something on every page; gives what roles are to be on.
    private static func furnished(_ world: World) async throws -> [ResourceKind: String] {
        let root = world.root, product = world.product
        let application = try await ApplicationWorld(world, "Payments")
        _ = try await application.register(try await application.application())
        _ = try await product.defaultContent.add(to: application.portal.id, as: root)
        _ = try await product.teams.create(
            TeamDraft(name: "Partners"), on: application.portal.id, as: root)
        let plane = try await product.controlPlanes.create(ControlPlaneDraft(name: "edge"), as: root)
        let other = try await ApplicationWorld(world, "Secret", email: "other@example.com")
        _ = try await other.register(try await other.application())
        let team = try await product.operatorTeams.create(OperatorTeamDraft(name: "Writers"), as: root)
        _ = try await product.assignedRoles.assign(
            AssignedRoleDraft(.portals, "Viewer", on: application.portal.id.text), to: .team(team.id), as: root)
        _ = try await product.systemAccounts.create(SystemAccountDraft(name: "ci"), as: root)
        let provider = try await product.dcrProviders.create(
            DCRProviderDraft(name: "bridge", kind: .kongIdentity, issuer: "https://login.example.com"), as: root)
        _ = try await product.identityProviders.create(
            IdentityProviderDraft(.oidc(.init(issuerURL: "https://login.example.com", clientID: "portico"))),
            on: application.portal.id, as: root)
        return [
            .portals: application.portal.id.text, .apis: application.api.id.text,
            .strategies: application.strategy.text, .controlPlanes: plane.id.text, .dcrProviders: provider.id.text,
        ]
    }

    private static func visit(
        _ world: World, _ who: String, _ give: @Sendable (Operator) async throws -> Void
    ) async throws {
        let name = who.lowercased().filter { $0.isLetter }
        let (account, _) = try await world.account("\(name)@example.com", in: [])
        try await give(account)
        let client = server(world).client()
        _ = try await client.submit("/sign-in", ["email": account.email, "password": TestPassword.good])
        var waiting = ["/"], known: Set<String> = ["/"], forms: Set<String> = []
        while let path = waiting.popLast() {
            let page = try await client.open(path)
            if page.status >= 400 { Issue.record("\(who) follows a link to \(path): \(page.status)") }
            forms.formUnion(Self.forms(page.text))
            for link in Self.links(page.text) + [page.location].compactMap(\.self) where known.insert(link).inserted {
                waiting.append(link)
            }
        }
        #expect(known.count > 3, "\(who) goes \(known.sorted())")
        #expect(!known.contains { $0.contains("Secret") })
        // What takes something away comes last.
        let order = forms.sorted { ($0.contains("delete") ? 1 : 0, $0) < ($1.contains("delete") ? 1 : 0, $1) }
        for action in order {
            let reply = try await client.submit(action)
            if reply.status == 403 || reply.status >= 500 {
                Issue.record("\(who) presses a button that posts to \(action): \(reply.status)")
            }
        }
    }

    private static func server(_ world: World) -> TestServer {
        let router = Router(context: AppContext.self), product = world.product
        ConsoleDoor.signedIn(product, proxies: .none).mount(ConsolePages.endpoints(product), on: router)
        ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(product), on: router)
        return TestServer(router)
    }

    // Other links are those of a previewed page, which lead about its portal.
    private static let roots = [
        "/portals", "/apis", "/packages", "/gateway", "/application-auth", "/dcr-providers", "/mail-domains",
        "/messages", "/organization", "/account", "/search",
    ]

    /// The pages of the Console that a page links to.
    private static func links(_ page: String) -> [String] {
        page.matches(of: /<a [^>]*href="(\/[^"#]*)/).map { String($0.1).replacing("&amp;", with: "&") }
            .filter { link in roots.contains { link.hasPrefix($0) } }
    }

    /// Where the forms of a page post to that are not switched off.
    private static func forms(_ page: String) -> [String] {
        page.matches(of: /(?s)<form ([^>]*)>(.*?)<\/form>/).compactMap { match in
            guard match.1.contains("method=\"post\""), !match.2.contains("form-off"),
                let action = match.1.firstMatch(of: /action="([^"]*)"/)?.1, action != "/sign-out"
            else { return nil }
            return String(action).replacing("&amp;", with: "&")
        }
    }
}
