import Model
import Storage
import TestKit
import Testing

@Suite struct AccessPlanTests {
    private static func queries(_ rules: ListRules, values: [String: String] = [:]) -> [ListQuery] {
        // No strategy has a provider: sorting by one sorts by nothing.
        let keys = rules.sorts.filter { !$0.hasPrefix("dcr_") }
        let sorted = keys.flatMap { key in
            [ListQuery(sort: [ListSort(key)]), ListQuery(sort: [ListSort(key, descending: true)])]
        }
        return [ListQuery()] + sorted + values.map { ListQuery(filters: [ListFilter($0.key, .eq, [$0.value])]) }
    }

    @Test(arguments: Engines.all) func noListAboutAccessReadsAWholeTable(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), team = Samples.team("Partners", on: world.portal)
            try await database.write { tx in
                try world.insert(tx)
                try tx.teams.insert(team)
            }
            let portal = world.portal.id, developer = world.developer.id, application = world.application
            let id = developer.text
            let plans = try await database.plans { tx in
                for query in Self.queries(AuthStrategy.list, values: ["name": "keys", "strategy_type": "key_auth"]) {
                    _ = try tx.strategies.list(query)
                }
                for query in Self.queries(Team.list, values: ["name": "Partners", "can_own_applications": "true"]) {
                    _ = try tx.teams.list(on: portal, query)
                    _ = try tx.teams.list(of: developer, on: portal, query)
                }
                for query in Self.queries(Team.memberList, values: ["email": "ada@example.com"]) {
                    _ = try tx.teams.members(of: team, query)
                }
                _ = try tx.teamRoles.list(of: team, ListQuery())
                for query in Self.queries(Application.list, values: ["developer_id": id, "name": "a", "team_id": id]) {
                    _ = try tx.applications.list(on: portal, query)
                }
                for query in Self.queries(Application.ownList, values: ["team_id": id]) {
                    _ = try tx.applications.list(usableBy: developer, on: portal, query)
                }
                _ = try tx.applications.developers(of: application, ListQuery())
                for query in Self.queries(Registration.list, values: ["developer_id": id, "status": "pending"]) {
                    _ = try tx.registrations.list(on: portal, query)
                }
                for query in Self.queries(Registration.applicationList, values: ["status": "pending"]) {
                    _ = try tx.registrations.list(of: application, query, Registration.applicationList)
                }
                for query in Self.queries(Registration.apiList, values: ["portal_id": id, "status": "pending"]) {
                    _ = try tx.registrations.list(for: world.api.id, query)
                }
                _ = try tx.credentials.list(of: application, ListQuery())
                _ = try tx.applications.find(application.id, on: portal)
                _ = try tx.registrations.pendingCount(on: portal)
                _ = try tx.strategies.isOffered(world.strategy.id, on: portal)
                _ = try tx.teamRoles.has([.consumer], on: world.api.id, developer: developer, portal: portal)
            }
            #expect(plans.count > 40)
            #expect(plans.filter { !$0.scans.isEmpty }.map(\.statement) == [])
        }
    }
}
