import Model
import Storage
import TestKit
import Testing

@Suite struct OrganizationPlanTests {
    @Test(arguments: Engines.all) func noListOfTheOrganizationReadsAWholeTable(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let account = Samples.account("ada@example.com"), portal = Samples.portal("Acme")
            try await database.write { tx in
                try tx.operators.insert(account)
                try tx.portals.insert(portal)
            }
            let plans = try await database.plans { tx in
                let id = account.id, query = ListQuery()
                let seen = Seen.granted(to: id.text, .portals, roles: ["Admin", "Viewer"])
                _ = try tx.access.roles(of: id.text, on: .portal(portal.id))
                _ = try tx.access.roles(of: id.text, on: .every(.portals))
                _ = try tx.access.roles(of: id.text)
                _ = try tx.portals.list(query.limited(to: seen), baseDomain: "localhost")
                _ = try tx.operators.list(query)
                _ = try tx.operators.list(ListQuery(filters: [ListFilter("email", .eq, ["ada@example.com"])]))
                _ = try tx.operators.list(in: OperatorTeam.admins, query)
                _ = try tx.operatorTeams.list(query)
                _ = try tx.operatorTeams.list(of: id.text, query)
                _ = try tx.systemAccounts.list(query)
                _ = try tx.systemAccounts.list(in: OperatorTeam.admins, query)
                _ = try tx.systemAccounts.tokens(of: ID(stored: id.text), query)
                _ = try tx.assignedRoles.all(of: .operator(id))
                _ = try tx.operatorIdentityProviders.list(query)
                let provider: ID<OperatorIdentityProvider> = ID(stored: id.text)
                _ = try tx.operatorGroupMappings.list(of: provider, query)
                _ = try tx.operatorGroupMappings.all(of: provider)
                _ = try tx.operatorGroupMappings.teams(of: provider, query)
                _ = try tx.operatorGroupMappings.groups(of: provider, query)
                _ = try tx.applications.clients(on: portal.id, ownedBy: nil)
                _ = try tx.tokens.all(of: id)
                _ = try tx.tokens.list(TokenFilter(), at: portal.createdAt, limit: 10)
            }
            #expect(plans.filter { !$0.scans.isEmpty }.map(\.statement) == [])
        }
    }

    @Test(arguments: Engines.all) func aRoleEndsWithWhatItIsOn(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let account = Samples.account("ada@example.com"), portal = Samples.portal("Acme")
            let role = AssignedRole(
                id: FixedRandom(seed: 9).id(), holder: .operator(account.id), kind: .portals, name: "Viewer",
                entity: portal.id.text, createdAt: FixedClock.start)
            try await database.write { tx in
                try tx.operators.insert(account)
                try tx.portals.insert(portal)
                try tx.assignedRoles.insert(role)
                #expect(try tx.assignedRoles.all(of: .operator(account.id)) == [role])
                #expect(try tx.assignedRoles.all(on: .portal(portal.id)) == [role])
                try tx.portals.delete(portal.id)
                #expect(try tx.assignedRoles.all(of: .operator(account.id)) == [])
            }
        }
    }
}
