import Model
import Storage
import TestKit
import Testing

/// Parts of names are found by an index: the same ones that a look at every row finds.
@Suite struct TextPartsTests {
    private static let syllables = [
        "fli", "GHT", "é", "日本語", "\"", "%", "_", "\\", "''", "-*", "AND", "ß", "a", " ", "(x)", "^",
    ]

    private static func name(_ random: FixedRandom) -> String {
        let count = 1 + Int(random.next() % 6)
        let text = (0..<count).map { _ in syllables[Int(random.next() % UInt64(syllables.count))] }.joined()
        return "n" + text
    }

    /// A part of some name, or of none.
    private static func part(of names: [String], _ random: FixedRandom) -> String {
        let name = Array(names[Int(random.next() % UInt64(names.count))])
        let start = Int(random.next() % UInt64(name.count))
        let length = 1 + Int(random.next() % 6)
        let text = String(name[start...].prefix(length))
        return random.next() % 3 == 0 ? text.uppercased() : text
    }

    /// Letters of ASCII are equal in either case, and no others.
    private static func folded(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isCapital = (65...90).contains(scalar.value)
            result.append(isCapital ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar)
        }
        return String(result)
    }

    @Test(arguments: Engines.all) func whatContainsAPartIsFound(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let random = FixedRandom(seed: 11)
            var apis = (0..<60).map { Samples.api(Self.name(random), version: "\($0)", slug: "s\($0)") }
            let made = apis
            try await database.write { tx in for api in made { try tx.apis.insert(api) } }
            for index in stride(from: 0, to: 60, by: 3) { apis[index].name = Self.name(random) }
            let gone = Set(stride(from: 1, to: 60, by: 7)), changed = apis
            try await database.write { tx in
                for api in changed { try tx.apis.update(api) }
                for index in gone { try tx.apis.delete(changed[index].id) }
            }
            let left = apis.indices.filter { !gone.contains($0) }.map { apis[$0].name }
            for _ in 0..<150 {
                let part = Self.part(of: apis.map(\.name), random)
                let query = ListQuery(filters: [ListFilter("name", .contains, [part])], page: PageRequest(size: 100))
                let found = try await database.read { try $0.apis.list(query).items.map(\.api.name) }
                let expected = left.filter {
                    Self.folded($0).unicodeScalars.firstRange(of: Self.folded(part).unicodeScalars) != nil
                }
                #expect(found.sorted() == expected.sorted(), "\(part)")
            }
        }
    }

    @Test(arguments: Engines.all) func hostilePartsFindNothingAndBreakNothing(engine: Engines) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.apis.insert(Samples.api("Flights")) }
            for part in [
                "\"\"\"", "fli* OR", "NEAR(a b)", "content:fli", "^fli", "fli\" OR \"ght", "{}+-:", "' OR 1=1 --",
            ] {
                let query = ListQuery(filters: [ListFilter("name", .contains, [part])])
                #expect(try await database.read { try $0.apis.list(query).total } == 0, "\(part)")
            }
            let both = ListQuery(filters: [ListFilter("name", .ocontains, ["zzz", "LIGHT"])])
            #expect(try await database.read { try $0.apis.list(both).total } == 1)
        }
    }

    @Test(arguments: Engines.all) func noPartIsLookedForInAWholeTable(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Partners"), ada = Samples.developer("ada@example.com", on: portal)
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.developers.insert(ada)
            }
            let part = { @Sendable (field: String) in ListQuery(filters: [ListFilter(field, .contains, ["part"])]) }
            let plans = try await database.plans { tx in
                _ = try tx.apis.list(part("name"))
                _ = try tx.portals.list(part("name"), baseDomain: "localhost")
                _ = try tx.developers.list(part("email"), of: portal.id)
                _ = try tx.developers.list(part("name"), of: portal.id)
                _ = try tx.applications.list(on: portal.id, part("name"))
                _ = try tx.teams.list(on: portal.id, part("name"))
                _ = try tx.publications.list(part("api_name"))
            }
            #expect(plans.filter { !$0.scans.isEmpty }.map(\.statement) == [])
            if engine == .sqlite {
                let searches = plans.filter { $0.statement.contains("MATCH") }
                // Each list asks how many there are, for the page, and for the total.
                #expect(searches.count == 21)
                #expect(searches.allSatisfy { $0.steps.contains { $0.contains("VIRTUAL TABLE INDEX") } })
            }
        }
    }

    /// What is deleted by a reference to it leaves nothing behind.
    @Test func whatGoesWithAPortalLeavesNoPart() async throws {
        try await Engines.sqlite.withDatabase { database in
            let portal = Samples.portal("Partners"), other = Samples.portal("Other")
            let ada = Samples.developer("ada@example.com", on: portal)
            try await database.write { tx in
                for portal in [portal, other] { try tx.portals.insert(portal) }
                try tx.developers.insert(ada)
                try tx.portals.delete(portal.id)
                try tx.developers.insert(Samples.developer("grace@example.com", on: other))
            }
            let query = ListQuery(filters: [ListFilter("email", .contains, ["@example"])])
            let found = try await database.read { try $0.developers.list(query, of: other.id).items.map(\.email) }
            #expect(found == ["grace@example.com"])
        }
    }
}
