import Model
import Storage
import TestKit
import Testing

@Suite struct ContentStoreTests {
    @Test(arguments: Engines.all) func aPageComesBackAndOnlyOnItsPortal(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Acme"), other = Samples.portal("Other")
            var page = Samples.page("/guides", on: portal)
            page.description = "How things work \u{1F600}"
            let stored = page
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.portals.insert(other)
                try tx.portalPages.insert(stored, content: "# Guides")
            }
            let (found, foreign, bySegment) = try await database.read { tx throws in
                (
                    try tx.portalPages.find(stored.id, on: portal.id), try tx.portalPages.find(stored.id, on: other.id),
                    try tx.portalPages.find(segment: "guides", below: nil, on: portal.id)
                )
            }
            #expect(found == PortalPageDetail(stored, content: "# Guides"))
            #expect(bySegment == found)
            #expect(foreign == nil)
            #expect(try await database.write { try $0.portalPages.delete(stored.id, on: other.id) } == false)
        }
    }

    @Test(arguments: Engines.all) func siblingsDifferHoweverTheirSlugsAreWritten(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Acme"), guides = Samples.page("guides", on: portal)
            let again = Samples.page("/guides", on: portal), below = Samples.page("guides", on: portal, below: guides)
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.portalPages.insert(guides, content: "")
                try tx.portalPages.insert(below, content: "")
            }
            await #expect(throws: Refusal.conflict("A page with the slug \"/guides\" already exists here")) {
                try await database.write { try $0.portalPages.insert(again, content: "") }
            }
        }
    }

    @Test(arguments: Engines.all) func aDeletedPageTakesWhatIsBelow(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Acme"), guides = Samples.page("guides", on: portal)
            let below = Samples.page("errors", on: portal, below: guides)
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.portalPages.insert(guides, content: "")
                try tx.portalPages.insert(below, content: "")
                try tx.portalPages.delete(guides.id, on: portal.id)
            }
            #expect(try await database.read { try $0.portalPages.all(on: portal.id) } == [])
        }
    }

    @Test(arguments: Engines.all) func aParentOfAnotherPortalIsRefused(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Acme"), other = Samples.portal("Other")
            let foreign = Samples.page("guides", on: other), page = Samples.page("x", on: portal, below: foreign)
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.portals.insert(other)
                try tx.portalPages.insert(foreign, content: "")
            }
            await #expect(throws: Refusal.notFound) {
                try await database.write { try $0.portalPages.insert(page, content: "") }
            }
        }
    }

    @Test(arguments: Engines.all) func everyChangeOfContentMovesThePortalsVersion(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Acme"), page = Samples.page("x", on: portal)
            let snippet = Samples.snippet("s", on: portal), now = FixedClock.start
            try await database.write { try $0.portals.insert(portal) }
            let changes: [@Sendable (Transaction) throws -> Void] = [
                { try $0.portalPages.insert(page, content: "") }, { try $0.portalPages.update(page, content: "a") },
                { try $0.portalPages.delete(page.id, on: portal.id) }, { try $0.snippets.insert(snippet, content: "") },
                { try $0.snippets.update(snippet, content: nil) },
                { try $0.snippets.delete(snippet.id, on: portal.id) },
                { try $0.customizations.update(.standard, of: portal.id, at: now) },
                { try $0.integrations.put(PortalIntegrations(), of: portal.id, at: now) },
                { tx in
                    let asset = PortalAsset(portalID: portal.id, kind: .logo, type: .png, updatedAt: now)
                    try tx.portalAssets.put(asset, data: "data:,", bytes: [1])
                }, { try $0.portalAssets.delete(.logo, on: portal.id) },
            ]
            var last = try await database.read { try $0.portals.publicVersions()["acme"] ?? 0 }
            for change in changes {
                try await database.write(change)
                let version = try await database.read { try $0.portals.publicVersions()["acme"] ?? 0 }
                #expect(version > last)
                last = version
            }
        }
    }

    @Test(arguments: Engines.all) func aCustomizationComesBackWhole(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Acme"), now = FixedClock.start
            var customization = PortalCustomization.standard
            let item = PortalMenu.Item(path: "/a", title: "\"A\"", visibility: .private, isExternal: true)
            customization.menu = PortalMenu(
                main: [], footerSections: [.init(title: "More", items: [item])], footerBottom: [item])
            customization.specRenderer[.tryIt] = false
            customization.css = "a { b: c }"
            let stored = customization
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.customizations.update(stored, of: portal.id, at: now)
                let config: [String: JSON] = ["id": "GTM-ABC", "debug": true]
                try tx.integrations.put(
                    PortalIntegrations([.tagManager: .init(isEnabled: true, config: config)]), of: portal.id, at: now)
                let asset = PortalAsset(portalID: portal.id, kind: .favicon, type: .ico, updatedAt: now)
                try tx.portalAssets.put(asset, data: "data:,x", bytes: [0, 1])
            }
            let (found, look) = try await database.read { tx throws in
                (try tx.customizations.find(portal.id), try tx.customizations.look(of: portal.id))
            }
            #expect(found == stored)
            #expect(look?.sheetVersion == now)
            #expect(look?.pictures == [.favicon: now])
            #expect(look?.integrations[.tagManager]?.config["debug"] == true)
            #expect(look?.customization.css == nil)
        }
    }

    @Test(arguments: Engines.all) func noListOfContentReadsAWholeTable(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Acme"), page = Samples.page("x", on: portal)
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.portalPages.insert(page, content: "")
                try tx.snippets.insert(Samples.snippet("s", on: portal), content: "")
            }
            let plans = try await database.plans { tx in
                for query in Self.queries(PortalPage.list, field: "title") {
                    _ = try tx.portalPages.all(on: portal.id, query)
                }
                for query in Self.queries(Snippet.list, field: "name") {
                    _ = try tx.snippets.list(on: portal.id, query)
                    _ = try tx.snippets.visible(on: portal.id, privateToo: false, query)
                }
                _ = try tx.portalPages.find(segment: "x", below: nil, on: portal.id)
                _ = try tx.snippets.find(name: "s", on: portal.id)
                _ = try tx.customizations.look(of: portal.id)
                _ = try tx.portalAssets.content(.logo, on: portal.id)
            }
            #expect(plans.filter { !$0.scans.isEmpty }.map(\.statement) == [])
        }
    }

    private static func queries(_ rules: ListRules, field: String) -> [ListQuery] {
        [ListQuery(), ListQuery(filters: [ListFilter(field, .eq, ["x"])])]
            + rules.sorts.map { ListQuery(sort: [ListSort($0, descending: true)]) }
    }
}
