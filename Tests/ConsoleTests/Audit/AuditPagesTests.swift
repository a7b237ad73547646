import Console
import Core
import Hummingbird
import Model
import TestKit
import Testing
import Web

@Suite struct AuditPagesTests {
    @Test func changesAreFoundByWhoWhatAndWhen() async throws {
        try await World.on(.sqlite) { world in
            let router = Router(context: AppContext.self)
            ConsoleDoor.signedIn(world.product, proxies: .none).mount(ConsolePages.endpoints(world.product), on: router)
            ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(world.product), on: router)
            let client = TestServer(router).client(), account = try await world.account().0
            _ = try await client.submit("/sign-in", ["email": account.email, "password": TestPassword.good])
            for number in 1...60 {
                _ = try await world.product.apis.create(
                    APIDraft(name: "A\(number)"), as: .operator(account.id))
            }
            let path = "/organization/audit-log"
            let all = try await client.open(path)
            #expect(all.text.contains("api.created"))
            #expect(all.text.contains("Grace Hopper"))
            #expect(all.text.contains("?older="))
            #expect(try await client.open(path + "?who=\(account.id)&what=api").text.contains("api.created"))
            #expect(try await client.open(path + "?what=portal.deleted").text.contains("Nothing found"))
            #expect(try await client.open(path + "?from=2999-01-01").text.contains("Nothing found"))
            #expect(try await client.open(path + "?from=x&older=1.2&newer=%00").status == 200)
            let place = try #require(all.text.firstRange(of: /older=[0-9a-f.-]+/))
            let next = try await client.open(path + "?" + all.text[place])
            #expect(next.text.contains("newer="))
            #expect(next.text.contains("api.created"))
        }
    }

    @Test func whoMayNotOpenSomebodysPageReadsANameWithoutALink() async throws {
        try await World.on(.sqlite) { world in
            let product = world.product, root = world.root, place = try await ApplicationWorld(world, "Payments")
            _ = try await place.application()
            let machine = try await product.systemAccounts.create(SystemAccountDraft(name: "pipeline"), as: root)
            _ = try await product.assignedRoles.assign(
                AssignedRoleDraft(.apis, "Creator", on: AssignedRole.everyEntity), to: .systemAccount(machine.id),
                as: root)
            _ = try await product.apis.create(APIDraft(name: "Orders"), as: .systemAccount(machine.id))
            let reader = try await world.account("auditor@example.com", in: []).0
            _ = try await product.assignedRoles.assign(
                AssignedRoleDraft(.auditLogs, "Admin", on: AssignedRole.everyEntity), to: .operator(reader.id),
                as: root)
            let admin = try await world.account("admin@example.com").0
            for (account, opens) in [(reader, false), (admin, true)] {
                let router = Router(context: AppContext.self)
                ConsoleDoor.signedIn(product, proxies: .none).mount(ConsolePages.endpoints(product), on: router)
                ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(product), on: router)
                let client = TestServer(router).client()
                _ = try await client.submit("/sign-in", ["email": account.email, "password": TestPassword.good])
                let page = try await client.open("/organization/audit-log")
                #expect(page.text.contains("pipeline"))
                #expect(page.text.contains("/organization/system-accounts/\(machine.id)") == opens)
                #expect(page.text.contains("/portals/\(place.portal.id)/developers/") == opens)
            }
        }
    }
}
