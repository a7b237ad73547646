import Core
import Model
import TestKit
import Testing

@Suite struct PortalPagesTests {
    @discardableResult
    private func add(
        _ slug: String, below parent: ID<PortalPage>? = nil, content: String = "# Text", to portal: Portal,
        _ world: World
    ) async throws -> PortalPage {
        var draft = PortalPageDraft(slug: slug, content: content)
        draft.parentID = parent
        return try await world.product.portalPages.create(draft, on: portal.id, as: world.root).page
    }

    @Test(arguments: Engines.all) func onlyOperatorsTouchPages(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), developer = try await world.developer(on: portal)
            let page = try await add("x", to: portal, world), pages = world.product.portalPages
            for actor in [Actor.visitor(portal: portal.id), .developer(developer.id, portal: portal.id)] {
                await #expect(throws: Refusal.notFound) {
                    _ = try await pages.create(PortalPageDraft(slug: "y", content: ""), on: portal.id, as: actor)
                }
                await #expect(throws: Refusal.notFound) { _ = try await pages.tree(on: portal.id, as: actor) }
                await #expect(throws: Refusal.notFound) {
                    _ = try await pages.update(page.id, on: portal.id, PortalPageChange(), as: actor)
                }
                await #expect(throws: Refusal.notFound) { try await pages.delete(page.id, on: portal.id, as: actor) }
                await #expect(throws: Refusal.notFound) {
                    _ = try await world.product.snippets.list(on: portal.id, ListQuery(), as: actor)
                }
                await #expect(throws: Refusal.notFound) {
                    _ = try await world.product.customizations.find(portal.id, as: actor)
                }
                await #expect(throws: Refusal.notFound) {
                    _ = try await world.product.defaultContent.add(to: portal.id, as: actor)
                }
            }
        }
    }

    @Test func slugsOfThePortalItselfAreRefused() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            for slug in ["login", "/apps", "API", "_core", "a/b", "a b", "..", "é", "%2e"] {
                await #expect(throws: Refusal.self, "\(slug)") { try await add(slug, to: portal, world) }
            }
            let guides = try await add("guides", to: portal, world), apis = try await add("apis", to: portal, world)
            try await add("login", below: guides.id, to: portal, world)
            await #expect(throws: Refusal.self) { try await add("/", below: guides.id, to: portal, world) }
            await #expect(throws: Refusal.self) { try await add("orders", below: apis.id, to: portal, world) }
        }
    }

    @Test func theStartPageIsOneWhetherCalledHomeOrSlash() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal()
            try await add("/", to: portal, world)
            await #expect(throws: Refusal.conflict("A page with the slug \"home\" already exists here")) {
                try await add("home", to: portal, world)
            }
        }
    }

    @Test(arguments: Engines.all) func aPageGetsNoPlaceBelowItself(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), pages = world.product.portalPages
            let top = try await add("a", to: portal, world),
                inner = try await add("b", below: top.id, to: portal, world)
            await #expect(throws: Refusal.conflict("A page cannot be moved below itself")) {
                try await pages.move(top.id, on: portal.id, to: inner.id, index: 0, as: world.root)
            }
            await #expect(throws: Refusal.conflict("A page cannot be moved below itself")) {
                var change = PortalPageChange()
                change.parentID = .set(inner.id)
                _ = try await pages.update(top.id, on: portal.id, change, as: world.root)
            }
            var parent = inner.id
            for depth in 3...PortalPage.maximumDepth {
                parent = try await add("d\(depth)", below: parent, to: portal, world).id
            }
            let deepest = parent
            await #expect(throws: Refusal.self) { try await add("toodeep", below: deepest, to: portal, world) }
        }
    }

    @Test(arguments: Engines.all) func twoMovesAtOnceMakeNoCircle(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), pages = world.product.portalPages
            let a = try await add("a", to: portal, world).id, b = try await add("b", to: portal, world).id
            await withTaskGroup(of: Void.self) { group in
                for (page, parent) in [(a, b), (b, a)] {
                    group.addTask {
                        try? await pages.move(page, on: portal.id, to: parent, index: 0, as: world.root)
                    }
                }
            }
            let tree = try await pages.tree(on: portal.id, as: world.root)
            #expect(PortalPageTree.walk(tree).count == 2)
        }
    }

    @Test(arguments: Engines.all) func aNewerEditIsNotOverwritten(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), pages = world.product.portalPages
            let page = try await add("x", to: portal, world)
            var mine = PortalPageChange(), theirs = PortalPageChange()
            (mine.revision, theirs.revision) = (page.revision, page.revision)
            mine.content = .set("mine")
            theirs.content = .set("theirs")
            let (first, second) = (theirs, mine)
            _ = try await pages.update(page.id, on: portal.id, first, as: world.root)
            await #expect(throws: Refusal.newerEdit) {
                _ = try await pages.update(page.id, on: portal.id, second, as: world.root)
            }
            #expect(try await pages.find(page.id, on: portal.id, as: world.root).content == "theirs")
            var hide = PortalPageChange()
            hide.status = .set(.published)
            let shown = try await pages.update(page.id, on: portal.id, hide, as: world.root).page
            #expect(shown.revision == page.revision + 1)
        }
    }

    @Test func frontMatterKeepsTheLastWord() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), pages = world.product.portalPages
            let page = try await add("x", content: "---\ntitle: Front\n---\ntext", to: portal, world)
            var change = PortalPageChange()
            change.title = .set("Back")
            #expect(try await pages.update(page.id, on: portal.id, change, as: world.root).page.title == "Front")
            change.content = .set("plain")
            #expect(try await pages.update(page.id, on: portal.id, change, as: world.root).page.title == "Back")
            let long = "---\ndescription: \(String(repeating: "x", count: 161))\n---\n"
            await #expect(throws: Refusal.self) { try await add("y", content: long, to: portal, world) }
        }
    }

    @Test(arguments: Engines.all) func aPortalBeginsWithContentOrWithout(engine: Engines) async throws {
        try await World.on(engine) { world in
            let empty = try await world.portal("Empty"), pages = world.product.portalPages
            #expect(try await pages.tree(on: empty.id, as: world.root).isEmpty)
            let full = try await world.product.portals.create(
                PortalDraft(name: "Full"), withContent: true, as: world.root)
            let paths = PortalPageTree.walk(try await pages.tree(on: full.id, as: world.root)).map {
                PageSlug.path($0.path)
            }
            #expect(paths.prefix(4) == ["/", "/apis", "/getting-started", "/guides"])
            let menu = try await world.product.customizations.find(full.id, as: world.root).menu
            #expect(menu.main?.map(\.path) == ["/apis", "/getting-started", "/guides"])
            #expect(menu.main?.allSatisfy { $0.visibility == .private } == true)
            #expect(try await world.product.defaultContent.add(to: full.id, as: world.root).pages == [])
            let added = try await world.product.defaultContent.add(to: empty.id, as: world.root)
            #expect(added.pages == paths)
        }
    }
}
