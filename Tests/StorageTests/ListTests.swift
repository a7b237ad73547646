import Model
import Storage
import TestKit
import Testing

@Suite struct ListTests {
    private static let day: Duration = .days(1)
    private static let portals: [Portal] = {
        var alpha = Samples.portal("Alpha", labels: ["env": "dev", "team.name": "core"])
        alpha.description = "The first"
        var beta = Samples.portal("alpha beta", labels: ["env": "prod"], at: FixedClock.start + day)
        beta.authenticationEnabled = false
        var odd = Samples.portal("50% off_x", at: FixedClock.start + day + day)
        odd.description = "a\\b"
        odd.defaultStrategyID = FixedRandom(seed: 7).id()
        return [alpha, beta, odd]
    }()

    struct Case: Sendable, CustomTestStringConvertible {
        let filters: [ListFilter]
        let names: [String]
        var testDescription: String {
            filters.map { "\($0.field) \($0.op.rawValue) \($0.values.map { $0 ?? "null" })" }.joined(separator: ", ")
        }

        init(_ field: String, _ op: ListFilter.Operator, _ values: [String?], _ names: [String]) {
            filters = [ListFilter(field, op, values)]
            self.names = names
        }
    }

    private static let none: [String] = []
    private static let cases: [Case] = [
        Case("name", .eq, ["Alpha"], ["Alpha"]),
        Case("name", .eq, ["alpha"], none),
        Case("name", .neq, ["Alpha"], ["50% off_x", "alpha beta"]),
        Case("name", .oeq, ["Alpha", "50% off_x"], ["50% off_x", "Alpha"]),
        Case("name", .contains, ["ALPHA"], ["Alpha", "alpha beta"]),
        Case("name", .contains, ["%"], ["50% off_x"]),
        Case("name", .contains, ["f_x"], ["50% off_x"]),
        Case("name", .contains, ["fyx"], none),
        Case("name", .contains, [String(repeating: "a", count: 60_000)], none),
        Case("name", .contains, [""], ["50% off_x", "Alpha", "alpha beta"]),
        Case("name", .ocontains, ["off", "beta"], ["50% off_x", "alpha beta"]),
        Case("name", .lt, ["B"], ["50% off_x", "Alpha"]),
        Case("name", .gte, ["alpha"], ["alpha beta"]),
        Case("name", .exists, [], ["50% off_x", "Alpha", "alpha beta"]),
        Case("description", .contains, ["\\"], ["50% off_x"]),
        Case("description", .eq, [nil], ["alpha beta"]),
        Case("description", .neq, [nil], ["50% off_x", "Alpha"]),
        Case("description", .neq, ["The first"], ["50% off_x", "alpha beta"]),
        Case("description", .oeq, [nil, "The first"], ["Alpha", "alpha beta"]),
        Case("description", .exists, [], ["50% off_x", "Alpha"]),
        Case("authentication_enabled", .eq, ["false"], ["alpha beta"]),
        Case("authentication_enabled", .eq, ["true"], ["50% off_x", "Alpha"]),
        Case("default_api_visibility", .eq, ["private"], ["50% off_x", "Alpha", "alpha beta"]),
        Case("default_domain", .eq, ["alpha-beta.example.com"], ["alpha beta"]),
        Case("id", .eq, [portals[0].id.text.uppercased()], ["Alpha"]),
        Case("id", .oeq, [portals[0].id.text, portals[1].id.text], ["Alpha", "alpha beta"]),
        Case("default_application_auth_strategy_id", .neq, [nil], ["50% off_x"]),
        Case("id", .eq, ["x' OR '1'='1"], none),
    ]

    private static func withPortals(
        _ engine: Engines, _ body: @Sendable (Database) async throws -> Void
    ) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in for portal in portals { try tx.portals.insert(portal) } }
            try await body(database)
        }
    }

    private static func names(_ database: Database, _ query: ListQuery) async throws -> [String] {
        try await database.read { try $0.portals.list(query, baseDomain: "example.com") }.items.map(\.name)
    }

    @Test(arguments: Engines.all) func everyOperatorFindsWhatItSays(engine: Engines) async throws {
        try await Self.withPortals(engine) { database in
            for item in Self.cases {
                let query = ListQuery(filters: item.filters, sort: [ListSort("name")])
                let names = try await Self.names(database, query)
                #expect(names == item.names, "\(item.testDescription)")
            }
        }
    }

    @Test(arguments: Engines.all) func filtersAreJoinedByAnd(engine: Engines) async throws {
        try await Self.withPortals(engine) { database in
            let filters = [ListFilter("name", .contains, ["a"]), ListFilter("description", .exists, [])]
            let names = try await Self.names(database, ListQuery(filters: filters))
            #expect(names == ["Alpha"])
        }
    }

    @Test(arguments: Engines.all) func ordersAreTheSameOnBothEngines(engine: Engines) async throws {
        try await Self.withPortals(engine) { database in
            let byName = try await Self.names(database, ListQuery(sort: [ListSort("name", descending: true)]))
            #expect(byName == ["alpha beta", "Alpha", "50% off_x"])
            let byDescription = try await Self.names(database, ListQuery(sort: [ListSort("description")]))
            #expect(byDescription == ["alpha beta", "Alpha", "50% off_x"])
            let reversed = ListQuery(sort: [ListSort("description", descending: true)])
            let byDescriptionReversed = try await Self.names(database, reversed)
            #expect(byDescriptionReversed == ["50% off_x", "Alpha", "alpha beta"])
            let newestFirst = try await Self.names(database, ListQuery())
            #expect(newestFirst == ["50% off_x", "alpha beta", "Alpha"])
        }
    }

    @Test(arguments: Engines.all) func pagesCoverTheListOnceAndKnowItsLength(engine: Engines) async throws {
        try await Self.withPortals(engine) { database in
            var names: [String] = []
            for number in 1...3 {
                let query = ListQuery(sort: [ListSort("rbac_enabled")], page: PageRequest(size: 2, number: number))
                let page = try await database.read { try $0.portals.list(query, baseDomain: "x") }
                #expect(page.total == 3)
                names += page.items.map(\.name)
            }
            #expect(names.count == 3)
            #expect(Set(names).count == 3)
        }
    }

    @Test(arguments: Engines.all) func valuesOfTheWrongTypeAreRefused(engine: Engines) async throws {
        try await Self.withPortals(engine) { database in
            for filter in [
                ListFilter("authentication_enabled", .eq, ["maybe"]), ListFilter("nonsense", .eq, ["x"]),
                ListFilter("name", .lt, []),
            ] {
                await #expect(throws: Refusal.self) { try await Self.names(database, ListQuery(filters: [filter])) }
            }
            await #expect(throws: Refusal.self) {
                try await Self.names(database, ListQuery(sort: [ListSort("display_name")]))
            }
        }
    }

    @Test(arguments: Engines.all) func labelsAndTimesAreFiltered(engine: Engines) async throws {
        let source = ListSource(
            "p.*", from: "portals p", where: ["p.slug <> \("absent")"], id: "p.id",
            fields: [
                "labels": .map("p.labels"), "created_at": .dateTime("p.created_at"),
                "odd": .condition { _ in "p.name LIKE '50%'" },
            ])
        let rules = ListRules(filters: ["labels": .map, "created_at": .dateTime, "odd": .string])
        let second = (FixedClock.start + Self.day).iso
        let cases: [(ListFilter, [String])] = [
            (ListFilter("labels", subkey: "env", .eq, ["dev"]), ["Alpha"]),
            (ListFilter("labels", subkey: "team.name", .eq, ["core"]), ["Alpha"]),
            (ListFilter("labels", subkey: "env", .ocontains, ["PRO", "de"]), ["alpha beta", "Alpha"]),
            (ListFilter("labels", subkey: "env", .neq, ["dev"]), ["50% off_x", "alpha beta"]),
            (ListFilter("labels", subkey: "env", .exists, []), ["alpha beta", "Alpha"]),
            (ListFilter("labels", subkey: "x\"'$", .exists, []), []),
            (ListFilter("labels", .exists, []), ["alpha beta", "Alpha"]),
            (ListFilter("created_at", .eq, [second]), ["alpha beta"]),
            (ListFilter("created_at", .lt, [second]), ["Alpha"]),
            (ListFilter("created_at", .lte, [second]), ["alpha beta", "Alpha"]),
            (ListFilter("created_at", .gt, [second]), ["50% off_x"]),
            (ListFilter("created_at", .gte, [second]), ["50% off_x", "alpha beta"]),
            (ListFilter("odd", .eq, ["x"]), ["50% off_x"]),
        ]
        try await Self.withPortals(engine) { database in
            for (filter, expected) in cases {
                let page = try await database.read { try $0.page(source, ListQuery(filters: [filter]), rules) }
                #expect(try page.items.map { try $0.text("name") } == expected, "\(filter)")
                #expect(page.total == expected.count)
            }
            await #expect(throws: Refusal.self) {
                let query = ListQuery(filters: [ListFilter("created_at", .lt, ["yesterday"])])
                _ = try await database.read { try $0.every(source, query, rules) }
            }
        }
    }

    @Test(arguments: Engines.all) func listsAreReadThroughIndexes(engine: Engines) async throws {
        try await Self.withPortals(engine) { database in
            let plans = try await database.plans { tx in
                _ = try tx.portals.list(ListQuery(), baseDomain: "x")
                _ = try tx.portals.find(slug: "a")
                _ = try tx.operators.all()
                _ = try tx.operators.find(email: "a")
                _ = try tx.operatorSessions.find(tokenHash: [1])
                _ = try tx.operatorSessions.all(of: ID(stored: "a"))
                _ = try tx.tokens.find(tokenHash: [1])
                _ = try tx.tokens.all(of: ID(stored: "a"))
                _ = try tx.audit.recent(limit: 10)
                _ = try tx.audit.recent(portal: Self.portals[0].id, limit: 10)
                _ = try tx.throttle.failures(account: "a", address: "b", since: FixedClock.start)
            }
            #expect(plans.count == 12)
            #expect(plans.filter { !$0.scans.isEmpty }.map(\.statement) == [])
        }
    }

    @Test(arguments: Engines.all) func aScanIsNoticed(engine: Engines) async throws {
        try await Self.withPortals(engine) { database in
            let plans = try await database.plans { _ = try $0.all("SELECT * FROM portals ORDER BY description") }
            #expect(plans.flatMap(\.scans).count == 1)
            #expect(plans.flatMap(\.sorts).count == 1)
        }
    }
}
