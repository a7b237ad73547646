import Model
@testable import Storage
import TestKit
import Testing

/// What lists and the gateway's tables must not cost in a large organization.
@Suite struct ScaleTests {
    @Test(arguments: Engines.all) func theRowsOfAPageAreReadByTheirIDs(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld()
            try await database.write { try world.insert($0) }
            let portal = world.portal.id
            let plans = try await database.plans { tx in
                for sort in Registration.list.sorts where sort != "api_name" {
                    _ = try tx.registrations.list(on: portal, ListQuery(sort: [ListSort(sort)]))
                }
                _ = try tx.registrations.list(on: portal, ListQuery())
            }
            let pages = plans.filter { $0.statement.contains("consumer_username") }
            #expect(pages.count > 3)
            for page in pages {
                let isByID = page.steps.contains { $0.contains("sqlite_autoindex_registrations_1 (id=?)") }
                #expect(isByID || page.statement.contains("r.id = ANY(ARRAY("), "\(page.steps)")
            }
        }
    }

    @Test func sqliteHasStatisticsOfALargeOrganization() async throws {
        try await Engines.sqlite.withDatabase { database in
            let unknown = try await database.read { tx in
                try tx.all(
                    """
                    SELECT idx FROM sqlite_stat1 WHERE idx NOT IN (SELECT name FROM sqlite_master WHERE type = 'index')
                    """
                ).map { try $0.text("idx") }
            }
            #expect(unknown == [])
        }
    }

    @Test(arguments: Engines.all) func aTotalOfWhatHasAPartFollowsEveryChange(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Acme"),
                query = ListQuery(filters: [ListFilter("email", .contains, ["example"])])
            var ada = Samples.developer("ada@example.com", on: portal)
            let eve = Samples.developer("eve@example.com", on: portal)
            // Whoever follows the data knows whether anything has happened.
            var changes = database.changes().makeAsyncIterator()
            _ = await changes.next()
            let total = { try await database.read { try $0.developers.list(query, of: portal.id).total } }
            try await database.write { [ada] tx in
                try tx.portals.insert(portal)
                try tx.developers.insert(ada)
            }
            #expect(try await total() == 1)
            try await database.write { try $0.developers.insert(eve) }
            #expect(try await total() == 2)
            #expect(try await total() == 2)
            ada.email = "ada@other.org"
            try await database.write { [ada] tx in try tx.developers.update(ada) }
            #expect(try await total() == 1)
            try await database.write { _ = try $0.developers.delete(eve.id, of: portal.id) }
            #expect(try await total() == 0)
        }
    }

    @Test(arguments: Engines.all) func whatDecidesWhoMayCallIsNoticed(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), team = Samples.team("Partners", on: world.portal)
            let role = Samples.role(.consumer, .everyAPI, of: team)
            var suspended = world.developer, revoked = world.registration, guarded = world.portal
            suspended.status = .revoked
            revoked.status = .revoked
            guarded.rbacEnabled = true
            let changes: [@Sendable (Transaction) throws -> Void] = [
                { try world.insert($0) },
                {
                    try $0.teams.insert(team); try $0.teamRoles.insert(role)
                },
                { try $0.teams.add(world.developer.id, to: team, at: FixedClock.start) },
                { [suspended] in try $0.developers.update(suspended) },
                { [revoked] in try $0.registrations.update(revoked) },
                { [guarded] in try $0.portals.update(guarded) },
                { try $0.credentials.delete(world.credential.id) },
                { _ = try $0.teamRoles.delete(role.id, of: team) },
                { _ = try $0.teams.remove(world.developer.id, from: team) },
                { try $0.publications.delete(world.api.id, on: world.portal.id) },
                { try $0.applications.delete(world.application.id) },
            ]
            for (number, change) in changes.enumerated() {
                let before = try await database.read { try $0.grantChanges() }
                try await database.write { try change($0) }
                let after = try await database.read { try $0.grantChanges() }
                #expect(after != before, "change \(number)")
                try await database.claim { try $0.foldCounts() }
                #expect(try await database.read { try $0.grantChanges() } == after)
            }
        }
    }

    @Test(arguments: Engines.all) func membersAreCountedByWhetherTheyAreActive(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), team = Samples.team("Partners", on: world.portal)
            var eve = Samples.developer("eve@example.com", on: world.portal)
            eve.status = .pending
            try await database.write { [eve] tx in
                try world.insert(tx)
                try tx.developers.insert(eve)
                try tx.teams.insert(team)
                try tx.teams.add(world.developer.id, to: team, at: FixedClock.start)
                try tx.teams.add(eve.id, to: team, at: FixedClock.start)
            }
            let active = ListQuery(filters: [ListFilter("active", .eq, ["true"])])
            let total = { try await database.read { try $0.teams.members(of: team, active).total } }
            #expect(try await total() == 1)
            eve.status = .approved
            try await database.write { [eve] tx in try tx.developers.update(eve) }
            #expect(try await total() == 2)
            #expect(try await database.read { try $0.teams.memberCounts(on: world.portal.id) } == [team.id: 2])
            try await database.write { [eve] tx in _ = try tx.developers.delete(eve.id, of: world.portal.id) }
            #expect(try await total() == 1)
        }
    }
}
