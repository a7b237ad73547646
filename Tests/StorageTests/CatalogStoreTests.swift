import Model
import Storage
import TestKit
import Testing

@Suite struct CatalogStoreTests {
    @Test(arguments: Engines.all) func anAPIComesBackAsItWasWritten(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let api = Samples.api("Flights", version: "1.0.0", attributes: ["domain": ["travel", "booking"]])
            try await database.write { try $0.apis.insert(api) }
            let (byID, bySlug, overview) = try await database.read { tx throws in
                (try tx.apis.find(api.id), try tx.apis.find(slug: api.slug), try tx.apis.overview(api.id))
            }
            #expect(byID == api)
            #expect(bySlug == api)
            #expect(overview == APIOverview(api: api, currentVersion: nil, versionIDs: [], portals: []))
        }
    }

    @Test(arguments: Engines.all) func theSameNameAndVersionIsRefusedEvenWithoutAVersion(
        engine: Engines
    ) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.apis.insert(Samples.api("Flights")) }
            await #expect(throws: Refusal.conflict("An API named \"Flights\" already exists")) {
                try await database.write { try $0.apis.insert(Samples.api("Flights", slug: "other")) }
            }
            try await database.write { try $0.apis.insert(Samples.api("Flights", version: "2")) }
            await #expect(throws: Refusal.conflict("An API or package with the slug \"flights\" already exists")) {
                try await database.write { try $0.apis.insert(Samples.api("Other", slug: "flights")) }
            }
        }
    }

    @Test(arguments: Engines.all) func theVersionThatTheAPINamesIsCurrentElseTheNewest(
        engine: Engines
    ) async throws {
        try await engine.withDatabase { database in
            let api = Samples.api("Flights", version: "1.0.0")
            let first = Samples.version("1.0.0", of: api)
            let second = Samples.version("2.0.0", of: api, at: FixedClock.start + .minutes(1))
            try await database.write { tx in
                try tx.apis.insert(api)
                try tx.apiVersions.insert(first, Samples.specification)
                try tx.apiVersions.insert(second, Samples.specification)
            }
            #expect(try await database.read { try $0.apiVersions.current(of: api.id) } == first)
            _ = try await database.write { try $0.apiVersions.delete(first.id) }
            #expect(try await database.read { try $0.apiVersions.current(of: api.id) } == second)
        }
    }

    @Test(arguments: Engines.all) func aDescriptionComesBackByteForByteWithItsOperations(
        engine: Engines
    ) async throws {
        try await engine.withDatabase { database in
            let api = Samples.api("Flights"), version = Samples.version("1", of: api)
            try await database.write { tx in
                try tx.apis.insert(api)
                try tx.apiVersions.insert(version, Samples.specification)
            }
            try await database.read { tx throws in
                #expect(try tx.apiVersions.content(of: version.id) == Samples.specification.content)
                #expect(try tx.apiVersions.problems(of: version.id) == Samples.specification.problems)
                #expect(try tx.apiVersions.operations(of: version.id) == Samples.specification.operations)
                #expect(try tx.apiVersions.find(version.id, of: Samples.api("Another").id) == nil)
            }
        }
    }

    @Test(arguments: Engines.all) func aDocumentTakesWhatIsBelowItAlong(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let api = Samples.api("Flights")
            let parent = Samples.document("guides", of: api), child = Samples.document("start", of: api, below: parent)
            let left = try await database.write { tx in
                try tx.apis.insert(api)
                try tx.apiDocuments.insert(parent, content: "# Guides")
                try tx.apiDocuments.insert(child, content: "# Start")
                try tx.apiDocuments.delete(parent.id)
                return try tx.apiDocuments.all(of: api.id)
            }
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: Engines.all) func siblingsHaveDifferentSlugsAndCousinsNeedNot(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let api = Samples.api("Flights"), parent = Samples.document("guides", of: api)
            try await database.write { tx in
                try tx.apis.insert(api)
                try tx.apiDocuments.insert(parent, content: "")
                try tx.apiDocuments.insert(Samples.document("guides", of: api, below: parent), content: "")
            }
            await #expect(throws: Refusal.conflict("A document with the slug \"guides\" already exists here")) {
                try await database.write { tx in
                    try tx.apiDocuments.insert(Samples.document("guides", of: api), content: "")
                }
            }
        }
    }

    @Test(arguments: Engines.all) func aDeletedAPILeavesNothingBehind(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Partners"), api = Samples.api("Flights", attributes: ["domain": ["travel"]])
            let version = Samples.version("1", of: api)
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.apis.insert(api)
                try tx.apiVersions.insert(version, Samples.specification)
                try tx.apiDocuments.insert(Samples.document("guides", of: api), content: "")
                try tx.publications.put(Samples.publication(of: api, on: portal, .public))
                try tx.apis.delete(api.id)
            }
            try await database.read { tx throws in
                #expect(try tx.publications.count(on: portal.id) == 0)
                #expect(try tx.apiVersions.content(of: version.id) == nil)
                #expect(try tx.apiDocuments.count(of: api.id) == 0)
                #expect(try tx.apiAttributes.list(ListQuery()).items.isEmpty)
            }
        }
    }

    @Test(arguments: Engines.all) func theCatalogOfAPortalHoldsNothingOfAnother(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let partners = Samples.portal("Partners"), other = Samples.portal("Other")
            let open = Samples.api("Open", attributes: ["domain": ["travel", "booking"]])
            let closed = Samples.api("Closed", attributes: ["domain": ["travel"]])
            let foreign = Samples.api("Foreign", attributes: ["domain": ["travel"]])
            try await database.write { tx in
                for portal in [partners, other] { try tx.portals.insert(portal) }
                for api in [open, closed, foreign] { try tx.apis.insert(api) }
                try tx.publications.put(Samples.publication(of: open, on: partners, .public))
                try tx.publications.put(Samples.publication(of: closed, on: partners, .private))
                try tx.publications.put(Samples.publication(of: foreign, on: other, .public))
            }
            let names = { (scope: CatalogScope, query: ListQuery) in
                try await database.read { try $0.catalog.list(query, on: partners.id, scope).items.map(\.api.name) }
            }
            #expect(try await names(.publicOnly, ListQuery()) == ["Open"])
            #expect(try await names(.everything, ListQuery()) == ["Closed", "Open"])
            let booking = ListQuery(filters: [ListFilter("attributes", subkey: "domain", .ocontains, ["book", "cook"])])
            #expect(try await names(.everything, booking) == ["Open"])
            try await database.read { tx throws in
                #expect(try tx.catalog.find("closed", on: partners.id, .publicOnly) == nil)
                #expect(try tx.catalog.find("closed", on: partners.id, .everything)?.api == closed)
                #expect(try tx.catalog.find(foreign.id.text, on: partners.id, .everything) == nil)
                let all = try tx.catalog.attributes(on: partners.id, .everything, selected: ["domain": ["booking"]])
                #expect(all.map(\.key) == ["domain"])
                #expect(
                    all.first?.values == [
                        APIAttribute.Value("booking", apiCount: 1, selectedCount: 1),
                        APIAttribute.Value("travel", apiCount: 2, selectedCount: 1),
                    ])
            }
        }
    }

    @Test(arguments: Engines.all) func searchFindsOperationsAndPublishedDocumentsInTheScope(
        engine: Engines
    ) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Partners"), api = Samples.api("Flights")
            let draft = Samples.document("hidden", of: api, status: .unpublished)
            let below = Samples.document("below", of: api, below: draft)
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.apis.insert(api)
                try tx.apiVersions.insert(Samples.version("1", of: api), Samples.specification)
                try tx.apiDocuments.insert(Samples.document("start", of: api), content: "All about baggage")
                try tx.apiDocuments.insert(draft, content: "baggage")
                try tx.apiDocuments.insert(below, content: "baggage")
                try tx.publications.put(Samples.publication(of: api, on: portal, .private))
            }
            try await database.read { tx throws in
                let id = portal.id
                let found = try tx.catalog.searched(on: id, .everything)
                #expect(found.map(\.api) == [api] && found.first?.version?.version == "1")
                #expect(try tx.catalog.searched(on: id, .publicOnly).isEmpty)
                #expect(try tx.catalog.documents(on: id, .everything).count == 3)
                #expect(try tx.catalog.documents(on: id, .publicOnly).isEmpty)
                let version = try #require(found.first?.version).id
                let key = try #require(try tx.apiVersions.operations(of: version).first).key
                #expect(try tx.apiVersions.operations([key, "none"], of: version).map(\.key) == [key])
            }
        }
    }

    @Test(arguments: Engines.all) func publishingAgainKeepsThePublicationAndReplacesWhatItSays(
        engine: Engines
    ) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Partners"), api = Samples.api("Flights")
            var first = Samples.publication(of: api, on: portal, .private)
            let strategy = AuthStrategy(
                id: ID(stored: portal.id.text), name: "keys", displayName: "Keys", kind: .keyAuth(KeyAuth()),
                createdAt: FixedClock.start, updatedAt: FixedClock.start)
            first.strategyIDs = [strategy.id]
            let again = Samples.publication(of: api, on: portal, .public)
            let (stored, listed) = try await database.write { [first] tx in
                try tx.portals.insert(portal)
                try tx.apis.insert(api)
                try tx.strategies.insert(strategy)
                try tx.publications.put(first)
                let stored = try tx.publications.find(api.id, on: portal.id)
                try tx.publications.put(again)
                return (stored, try tx.publications.list(ListQuery(), on: portal.id).items)
            }
            #expect(stored == first)
            #expect(listed.map(\.publication.id) == [first.id])
            #expect(listed.map(\.publication.strategyIDs) == [[]])
            #expect(listed.map(\.publication.visibility) == [.public])
        }
    }
}
