import Model
import Storage
import TestKit
import Testing

@Suite struct ApplicationStoreTests {
    @Test(arguments: Engines.all) func anApplicationComesBackAsItWasWritten(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld()
            var application = world.application
            application.description = "<script>alert(1)</script>"
            application.labels = ["env": "test"]
            let expected = application
            try await database.write { tx in
                try world.insert(tx)
                try tx.applications.update(expected)
            }
            let found = try await database.read { try $0.applications.find(expected.id, on: world.portal.id) }
            #expect(found?.application == expected)
            #expect(found?.strategy == world.strategy)
            #expect(found?.registrationCount == 1)
            #expect(found?.ownerName == world.developer.fullName)
        }
    }

    @Test(arguments: Engines.all) func anotherPortalsIdsFindNothing(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), other = GrantedWorld("Other")
            try await database.write { tx in
                try world.insert(tx)
                try other.insert(tx)
            }
            let portal = other.portal.id
            let (application, registration, team) = try await database.read { tx throws in
                (
                    try tx.applications.find(world.application.id, on: portal),
                    try tx.registrations.find(world.registration.id, on: portal),
                    try tx.teams.find(ID(stored: world.application.id.text), on: portal)
                )
            }
            #expect(application == nil)
            #expect(registration == nil)
            #expect(team == nil)
            await #expect(throws: Refusal.self) {
                let stray = Samples.application(
                    "Stray", of: .developer(world.developer.id), on: other.portal, with: world.strategy)
                try await database.write { try $0.applications.insert(stray) }
            }
        }
    }

    @Test(arguments: Engines.all) func aDeveloperListsTheirOwnAndTheirTeams(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), stranger = Samples.developer("eve@example.com", on: world.portal)
            let team = Samples.team("Partners", on: world.portal, canOwnApplications: true)
            let foreign = Samples.application(
                "Foreign", of: .developer(stranger.id), on: world.portal, with: world.strategy)
            let shared = Samples.application("Shared", of: .team(team.id), on: world.portal, with: world.strategy)
            try await database.write { tx in
                try world.insert(tx)
                try tx.developers.insert(stranger)
                try tx.teams.insert(team)
                try tx.teams.add(world.developer.id, to: team, at: FixedClock.start)
                try tx.applications.insert(foreign)
                try tx.applications.insert(shared)
            }
            let names: @Sendable (ID<Developer>, [ListFilter]) async throws -> [String] = { developer, filters in
                try await database.read { tx in
                    try tx.applications.list(
                        usableBy: developer, on: world.portal.id, ListQuery(filters: filters)
                    ).items.map(\.application.name)
                }
            }
            #expect(try await names(world.developer.id, []) == ["Acme app", "Shared"])
            #expect(try await names(world.developer.id, [ListFilter("team_id", .eq, [nil])]) == ["Acme app"])
            #expect(try await names(world.developer.id, [ListFilter("team_id", .eq, [team.id.text])]) == ["Shared"])
            #expect(try await names(stranger.id, []) == ["Foreign"])
        }
    }

    @Test(arguments: Engines.all) func onePairIsRegisteredOnce(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld()
            try await database.write { try world.insert($0) }
            let again = Samples.registration(of: world.application, for: world.api, .pending)
            await #expect(throws: Refusal.conflict("API is already registered to the application")) {
                try await database.write { try $0.registrations.insert(again) }
            }
        }
    }

    @Test(arguments: Engines.all) func aClientIdBelongsToOneApplication(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld()
            var first = Samples.application(
                "First", of: world.application.owner, on: world.portal, with: world.strategy)
            first.clientID = "client"
            var second = Samples.application(
                "Second", of: world.application.owner, on: world.portal, with: world.strategy)
            second.clientID = "client"
            let (one, two) = (first, second)
            try await database.write { tx in
                try world.insert(tx)
                try tx.applications.insert(one)
            }
            await #expect(throws: Refusal.conflict("The client id belongs to another application")) {
                try await database.write { try $0.applications.insert(two) }
            }
        }
    }

    @Test(arguments: Engines.all) func registrationsAreFilteredByWhatTheyJoin(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld()
            try await database.write { try world.insert($0) }
            let filters = [
                ListFilter("developer_id", .eq, [world.developer.id.text]),
                ListFilter("application_name", .contains, ["acme"]), ListFilter("status", .eq, ["approved"]),
            ]
            let query = ListQuery(filters: filters, sort: [ListSort("developer_id")])
            let found = try await database.read { try $0.registrations.list(on: world.portal.id, query) }
            #expect(found.items.map(\.registration) == [world.registration])
            #expect(found.items.first?.apiName == world.api.name)
            let none = ListQuery(filters: [ListFilter("status", .eq, ["pending"])])
            #expect(try await database.read { try $0.registrations.list(on: world.portal.id, none) }.total == 0)
        }
    }
}

@Suite struct StrategyStoreTests {
    @Test(arguments: Engines.all) func strategiesComeBackAsTheyWereWritten(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let keys = Samples.strategy(
                "Keys", .keyAuth(KeyAuth(keyNames: ["apikey", "x-key"], timeToLive: TimeToLive(2, .weeks))))
            let configuration: JSON = ["issuer": "https://idp.example.com", "scopes": ["openid"], "odd": [1, true]]
            let openID = Samples.strategy("OpenID", .openIDConnect(configuration))
            try await database.write { tx in
                try tx.strategies.insert(keys)
                try tx.strategies.insert(openID)
            }
            #expect(try await database.read { try $0.strategies.all() } == [keys, openID])
        }
    }

    @Test(arguments: Engines.all) func thereIsOneBuiltInStrategy(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let first = Samples.strategy("key-auth", isBuiltIn: true)
            let second = Samples.strategy("second", isBuiltIn: true)
            #expect(try await database.read { try $0.strategies.builtIn() } == nil)
            try await database.write { try $0.strategies.insert(first) }
            #expect(try await database.read { try $0.strategies.builtIn() } == first.id)
            await #expect(throws: StorageError.unique("auth_strategies_built_in")) {
                try await database.write { try $0.strategies.insert(second) }
            }
        }
    }

    @Test(arguments: Engines.all) func aPortalOffersItsDefaultAndWhatItsPublicationsTake(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld(), unused = Samples.strategy("Unused"), standard = Samples.strategy("Standard")
            var portal = world.portal
            portal.defaultStrategyID = standard.id
            let changed = portal
            try await database.write { tx in
                try world.insert(tx)
                try tx.strategies.insert(unused)
                try tx.strategies.insert(standard)
                try tx.portals.update(changed)
            }
            let offered = try await database.read { try $0.strategies.offered(on: changed.id, ListQuery()) }
            #expect(offered.items.map(\.name) == ["Acme keys", "Standard"])
            #expect(offered.items.map(\.isActive) == [true, false])
            #expect(try await database.read { try $0.strategies.isOffered(unused.id, on: changed.id) } == false)
        }
    }

    @Test(arguments: Engines.all) func aStrategyOfAnApplicationCannotBeDeleted(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld()
            try await database.write { try world.insert($0) }
            await #expect(throws: Refusal.conflict("The strategy is in use by applications")) {
                try await database.write { try $0.strategies.delete(world.strategy.id) }
            }
        }
    }
}
