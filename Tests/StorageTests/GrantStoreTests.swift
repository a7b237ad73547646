import Model
import Storage
import TestKit
import Testing

/// Every way in which a key must die, and those in which it must not.
@Suite struct GrantStoreTests {
    /// A change after which nothing may be granted any more.
    struct Death: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let happen: @Sendable (GrantedWorld, Transaction) throws -> Void

        init(_ name: String, _ happen: @escaping @Sendable (GrantedWorld, Transaction) throws -> Void) {
            testDescription = name
            self.happen = happen
        }
    }

    static let deaths: [Death] = [
        Death("the registration is pending") { try $1.registrations.update($0.registration.with(.pending)) },
        Death("the registration is revoked") { try $1.registrations.update($0.registration.with(.revoked)) },
        Death("the registration is rejected") { try $1.registrations.update($0.registration.with(.rejected)) },
        Death("the registration is deleted") { try $1.registrations.delete($0.registration.id) },
        Death("the application is deleted") { try $1.applications.delete($0.application.id) },
        Death("the developer is deleted") { _ = try $1.developers.delete($0.developer.id, of: $0.portal.id) },
        Death("the API is deleted") { _ = try $1.apis.delete($0.api.id) },
        Death("the portal is deleted") { _ = try $1.portals.delete($0.portal.id) },
    ]

    /// A change after which the key is still known, and opens nothing.
    static let closures: [Death] = [
        Death("the developer is revoked") { try $1.developers.update($0.developer.with(.revoked)) },
        Death("the developer is rejected") { try $1.developers.update($0.developer.with(.rejected)) },
        Death("the developer is pending") { try $1.developers.update($0.developer.with(.pending)) },
        Death("the API is unpublished") { _ = try $1.publications.delete($0.api.id, on: $0.portal.id) },
        Death("the publication drops the strategy") { world, tx in
            var publication = world.publication
            publication.strategyIDs = []
            try tx.publications.put(publication)
        },
        Death("RBAC begins and the developer has no role") { world, tx in
            var portal = world.portal
            portal.rbacEnabled = true
            try tx.portals.update(portal)
        },
    ]

    @Test(arguments: Engines.all) func anApprovedApplicationIsGrantedWithItsKey(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld()
            try await database.write { try world.insert($0) }
            #expect(try await database.read { try $0.grants.all() } == [world.grant])
        }
    }

    @Test(arguments: Engines.all, deaths) func nothingIsGrantedOnce(engine: Engines, death: Death) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), neighbour = GrantedWorld("Neighbour")
            try await database.write { tx in
                try world.insert(tx)
                try neighbour.insert(tx)
            }
            try await database.write { try death.happen(world, $0) }
            #expect(try await database.read { try $0.grants.all() } == [neighbour.grant])
        }
    }

    @Test(arguments: Engines.all, closures) func aKnownKeyOpensNothingOnce(
        engine: Engines, closure: Death
    ) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), neighbour = GrantedWorld("Neighbour")
            try await database.write { tx in
                try world.insert(tx)
                try neighbour.insert(tx)
            }
            try await database.write { try closure.happen(world, $0) }
            let rows = try await database.read { try $0.grants.all() }
            #expect(rows.first { $0.application.id == neighbour.application.id } == neighbour.grant)
            #expect(rows.first { $0.application.id == world.application.id } == world.grant.withoutGrants)
        }
    }

    @Test(arguments: Engines.all) func aMappedConsumerGoesWithTheGrant(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), consumer: ID<CoreEntity> = FixedRandom(seed: 77).id()
            var mapped = world.registration
            mapped.consumerID = consumer
            let registration = mapped
            try await database.write { tx in
                try world.insert(tx)
                try tx.registrations.update(registration)
            }
            let rows = try await database.read { try $0.grants.all() }
            #expect(rows.map(\.application.consumers) == [[world.api.id: consumer]])
        }
    }

    @Test(arguments: Engines.all) func aDeletedKeyIsGoneAndTheOthersStay(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), second = Samples.credential(of: world.application)
            try await database.write { tx in
                try world.insert(tx)
                try tx.credentials.insert(second)
                try tx.credentials.delete(world.credential.id)
            }
            let rows = try await database.read { try $0.grants.all() }
            #expect(rows.flatMap(\.credentials).map(\.keyHash) == [second.keyHash])
        }
    }

    @Test(arguments: Engines.all) func underRBACTheRoleConsumerOpensAndViewerDoesNot(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(rbac: true), team = Samples.team("Partners", on: world.portal)
            let viewer = Samples.role(.viewer, .api(world.api.id), of: team)
            let consumer = Samples.role(.consumer, .api(world.api.id), of: team)
            try await database.write { tx in
                try world.insert(tx)
                try tx.teams.insert(team)
                try tx.teamRoles.insert(viewer)
                try tx.teams.add(world.developer.id, to: team, at: FixedClock.start)
            }
            #expect(try await database.read { try $0.grants.all() } == [world.grant.withoutGrants])
            try await database.write { try $0.teamRoles.insert(consumer) }
            #expect(try await database.read { try $0.grants.all() } == [world.grant])
            let wasMember = try await database.write { try $0.teams.remove(world.developer.id, from: team) }
            #expect(wasMember)
            #expect(try await database.read { try $0.grants.all() } == [world.grant.withoutGrants])
        }
    }

    @Test(arguments: Engines.all) func aRoleOnEveryAPIIsEnoughAndOneOnAnotherIsNot(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(rbac: true), team = Samples.team("Partners", on: world.portal)
            let other = Samples.api("Other")
            try await database.write { tx in
                try world.insert(tx)
                try tx.apis.insert(other)
                try tx.teams.insert(team)
                try tx.teams.add(world.developer.id, to: team, at: FixedClock.start)
                try tx.teamRoles.insert(Samples.role(.consumer, .api(other.id), of: team))
            }
            #expect(try await database.read { try $0.grants.all() } == [world.grant.withoutGrants])
            try await database.write { try $0.teamRoles.insert(Samples.role(.consumer, .everyAPI, of: team)) }
            #expect(try await database.read { try $0.grants.all() } == [world.grant])
        }
    }

    @Test(arguments: Engines.all) func anApplicationOfATeamOutlivesItsMembersButNotTheTeamsRole(
        engine: Engines
    ) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(rbac: true)
            let team = Samples.team("Partners", on: world.portal, canOwnApplications: true)
            let role = Samples.role(.consumer, .api(world.api.id), of: team)
            let shared = Samples.application("Shared", of: .team(team.id), on: world.portal, with: world.strategy)
            try await database.write { tx in
                try world.insert(tx)
                try tx.teams.insert(team)
                try tx.teamRoles.insert(role)
                try tx.applications.insert(shared)
                try tx.registrations.insert(Samples.registration(of: shared, for: world.api))
                try tx.credentials.insert(Samples.credential(of: shared))
                _ = try tx.developers.delete(world.developer.id, of: world.portal.id)
            }
            let rows = try await database.read { try $0.grants.all() }
            #expect(rows.map(\.application.id) == [shared.id])
            #expect(rows.map(\.credentials.count) == [1])
            let hadRole = try await database.write { try $0.teamRoles.delete(role.id, of: team) }
            #expect(hadRole)
            let left = try await database.read { try $0.grants.all() }
            #expect(left.map(\.application.grants) == [[]])
        }
    }
}

extension GatewayGrantRow {
    fileprivate var withoutGrants: GatewayGrantRow {
        var row = self
        row.application.grants = []
        return row
    }
}

extension Registration {
    fileprivate func with(_ status: Status) -> Registration {
        var registration = self
        registration.status = status
        return registration
    }
}

extension Developer {
    fileprivate func with(_ status: Status) -> Developer {
        var developer = self
        developer.status = status
        return developer
    }
}
