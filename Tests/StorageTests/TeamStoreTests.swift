import Model
import Storage
import TestKit
import Testing

@Suite struct TeamStoreTests {
    @Test(arguments: Engines.all) func aTeamComesBackAndItsNameIsItsOwnOnThePortal(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Acme"), other = Samples.portal("Other")
            let team = Samples.team("Partners", on: portal), elsewhere = Samples.team("Partners", on: other)
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.portals.insert(other)
                try tx.teams.insert(team)
                try tx.teams.insert(elsewhere)
            }
            #expect(try await database.read { try $0.teams.find(team.id, on: portal.id) } == team)
            #expect(try await database.read { try $0.teams.find(team.id, on: other.id) } == nil)
            let again = Samples.team("Partners", on: portal)
            await #expect(throws: Refusal.conflict("A team named \"Partners\" already exists on this portal")) {
                try await database.write { try $0.teams.insert(again) }
            }
        }
    }

    @Test(arguments: Engines.all) func aDeveloperIsInATeamOnceAndNeverInAnotherPortals(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), other = GrantedWorld("Other")
            let team = Samples.team("Partners", on: world.portal)
            try await database.write { tx in
                try world.insert(tx)
                try other.insert(tx)
                try tx.teams.insert(team)
                try tx.teams.add(world.developer.id, to: team, at: FixedClock.start)
            }
            await #expect(throws: Refusal.conflict("The developer is already in the team")) {
                try await database.write { try $0.teams.add(world.developer.id, to: team, at: FixedClock.start) }
            }
            await #expect(throws: Refusal.notFound) {
                try await database.write { try $0.teams.add(other.developer.id, to: team, at: FixedClock.start) }
            }
            let members = try await database.read { try $0.teams.members(of: team, ListQuery()) }
            #expect(members.items.map(\.email) == ["ada@example.com"])
            #expect(members.items.map(\.isActive) == [true])
        }
    }

    @Test(arguments: Engines.all) func aTeamHasARoleOnce(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), team = Samples.team("Partners", on: world.portal)
            let role = Samples.role(.viewer, .api(world.api.id), of: team)
            let same = Samples.role(.viewer, .api(world.api.id), of: team)
            let missing = Samples.role(.viewer, .api(FixedRandom(seed: 9).id()), of: team)
            try await database.write { tx in
                try world.insert(tx)
                try tx.teams.insert(team)
                try tx.teamRoles.insert(role)
            }
            #expect(try await database.read { try $0.teamRoles.all(of: team) } == [role])
            await #expect(throws: Refusal.conflict("The team already has this role")) {
                try await database.write { try $0.teamRoles.insert(same) }
            }
            await #expect(throws: Refusal.invalid("entity_id", .missingReference, "API not found")) {
                try await database.write { try $0.teamRoles.insert(missing) }
            }
        }
    }

    @Test(arguments: Engines.all) func aDeletedTeamTakesItsRolesAndLeavesItsMembers(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), team = Samples.team("Partners", on: world.portal)
            try await database.write { tx in
                try world.insert(tx)
                try tx.teams.insert(team)
                try tx.teams.add(world.developer.id, to: team, at: FixedClock.start)
                try tx.teamRoles.insert(Samples.role(.viewer, .everyAPI, of: team))
                try tx.teams.delete(team.id)
            }
            let (developer, roles) = try await database.read { tx throws in
                (
                    try tx.developers.find(world.developer.id, of: world.portal.id),
                    try tx.teamRoles.all(of: team)
                )
            }
            #expect(developer != nil)
            #expect(roles.isEmpty)
        }
    }
}
