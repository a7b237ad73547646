import Model
@testable import Storage
import TestKit
import Testing

/// The counts that lists take their totals from.
@Suite struct RowCountTests {
    /// What the rows themselves say, by list.
    private static let truth: [RowCount.List: SQL] = [
        .apis: "SELECT kind AS scope, '' AS part, COUNT(*) AS amount FROM apis GROUP BY kind",
        .attributes: """
        SELECT key AS scope, value AS part, COUNT(*) AS amount FROM api_attribute_values GROUP BY key, value
        """,
        .publications: """
        SELECT portal_id AS scope, kind AS part, COUNT(*) AS amount FROM publications GROUP BY portal_id, kind
        """,
        .developers: """
        SELECT portal_id AS scope, status AS part, COUNT(*) AS amount FROM developers GROUP BY portal_id, status
        """,
        .applications: "SELECT portal_id AS scope, '' AS part, COUNT(*) AS amount FROM applications GROUP BY portal_id",
        .registrations: """
        SELECT portal_id AS scope, status AS part, COUNT(*) AS amount FROM registrations GROUP BY portal_id, status
        """,
        .apiRegistrations: "SELECT api_id AS scope, '' AS part, COUNT(*) AS amount FROM registrations GROUP BY api_id",
        .members: """
        SELECT m.team_id AS scope, CASE WHEN d.status = 'approved' THEN 'true' ELSE 'false' END AS part,
            COUNT(*) AS amount
        FROM team_developers m JOIN developers d ON d.portal_id = m.portal_id AND d.id = m.developer_id
        GROUP BY m.team_id, CASE WHEN d.status = 'approved' THEN 'true' ELSE 'false' END
        """,
        .implementations: """
        SELECT '' AS scope, CASE WHEN service_id IS NULL THEN 'access_control_enforcement'
            ELSE 'gateway_entity_binding' END AS part, COUNT(*) AS amount
        FROM implementations
        GROUP BY CASE WHEN service_id IS NULL THEN 'access_control_enforcement' ELSE 'gateway_entity_binding' END
        """,
        .strategies: """
        SELECT portal_id AS scope, strategy_id AS part, COUNT(*) AS amount FROM publication_strategies
        GROUP BY portal_id, strategy_id
        """,
    ]

    private static func amounts(_ rows: [Row]) throws -> [String: Int] {
        let pairs = try rows.map { ("\(try $0.text("scope"))/\(try $0.text("part"))", try $0.int("amount")) }
        return Dictionary(pairs, uniquingKeysWith: +)
    }

    private static func expectTrue(_ database: Database) async throws {
        for list in RowCount.List.allCases where list != .changes {
            let truth = try #require(Self.truth[list])
            let (kept, counted) = try await database.read { tx in
                let rows = try tx.all("SELECT scope, part, amount FROM row_counts WHERE list = \(list)")
                return (try amounts(rows).filter { $0.value != 0 }, try amounts(tx.all(truth)))
            }
            #expect(kept == counted, "\(list)")
        }
    }

    @Test(arguments: Engines.all) func countsFollowEveryChangeAndCascade(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let one = GrantedWorld(), two = GrantedWorld("Other")
            let api = Samples.api("Flights", attributes: ["domain": ["travel", "air"]])
            let stranger = Samples.developer("eve@example.com", on: one.portal)
            try await database.write { tx in
                try one.insert(tx)
                try two.insert(tx)
                try tx.apis.insert(api)
                try tx.developers.insert(stranger)
                let team = Samples.team("Partners", on: one.portal)
                try tx.teams.insert(team)
                try tx.teams.add(one.developer.id, to: team, at: FixedClock.start)
                try tx.teams.add(stranger.id, to: team, at: FixedClock.start)
                var publication = Samples.publication(of: api, on: one.portal, .public)
                publication.strategyIDs = [one.strategy.id]
                try tx.publications.put(publication)
                try tx.publications.put(publication)
            }
            try await Self.expectTrue(database)
            try await database.write { tx in
                var (approved, changed, revoked) = (stranger, api, one.registration)
                approved.status = .approved
                changed.attributes = ["domain": ["air"]]
                revoked.status = .revoked
                try tx.developers.update(approved)
                try tx.apis.update(changed)
                try tx.registrations.update(revoked)
            }
            try await Self.expectTrue(database)
            try await database.claim { try $0.foldCounts() }
            try await Self.expectTrue(database)
            try await database.write { tx in
                try tx.developers.delete(one.developer.id, of: one.portal.id)
                try tx.apis.delete(api.id)
            }
            try await Self.expectTrue(database)
            try await database.write { _ = try $0.portals.delete(two.portal.id) }
            try await Self.expectTrue(database)
            try await database.claim { try $0.foldCounts() }
            try await Self.expectTrue(database)
        }
    }

    @Test(arguments: Engines.all) func aTransactionThatFailsCountsNothing(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let world = GrantedWorld()
            try await database.write { try world.insert($0) }
            let again = Samples.developer(world.developer.email, on: world.portal)
            await #expect(throws: Refusal.self) {
                try await database.write { tx in
                    try tx.developers.insert(Samples.developer("eve@example.com", on: world.portal))
                    try tx.developers.insert(again)
                }
            }
            try await Self.expectTrue(database)
        }
    }
}
