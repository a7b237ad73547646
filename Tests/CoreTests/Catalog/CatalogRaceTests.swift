import Core
import Model
import TestKit
import Testing

@Suite struct CatalogRaceTests {
    @Test(arguments: Engines.all) func ofManyWithOneSlugExactlyOneWins(engine: Engines) async throws {
        try await World.on(engine) { world in
            let won = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        var draft = APIDraft(name: "API \(number)")
                        draft.slug = "orders"
                        do {
                            _ = try await world.product.apis.create(draft, as: world.root)
                            return true
                        } catch Refusal.conflict {
                            return false
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(won == 1)
        }
    }

    @Test(arguments: Engines.all) func defaultSlugsGiveWayToEachOther(engine: Engines) async throws {
        try await World.on(engine) { world in
            let slugs = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        var draft = APIDraft(name: "Orders")
                        draft.version = "1.\(number)"
                        return try await world.product.apis.create(draft, as: world.root).api.slug
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(
                slugs.sorted() == ["orders-1", "orders-1-2", "orders-1-3", "orders-1-4", "orders-1-5", "orders-1-6"])
        }
    }

    @Test(arguments: Engines.all) func publishingAndUnpublishingAtOnceLeavesOneOfTheTwo(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), product = world.product
            let api = try await product.apis.create(APIDraft(name: "Orders"), as: world.root).api
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        do {
                            if number.isMultiple(of: 2) {
                                _ = try await product.publications.publish(
                                    api.id, to: portal.id, PublicationDraft(), as: world.root)
                            } else {
                                try await product.publications.unpublish(api.id, from: portal.id, as: world.root)
                            }
                        } catch Refusal.notFound {}
                    }
                }
                try await group.waitForAll()
            }
            let listed = try await product.publications.all(on: portal.id, as: world.root)
            let shown = try await product.apis.find(api.id, as: world.root).portals
            #expect(listed.count == shown.count)
            #expect(listed.count <= 1)
        }
    }

    @Test(arguments: Engines.all) func twoMovesAtOnceMakeNoCircle(engine: Engines) async throws {
        try await World.on(engine) { world in
            let documents = world.product.apiDocuments, root = world.root
            let api = try await world.product.apis.create(APIDraft(name: "Orders"), as: root).api.id
            let first = try await documents.create(APIDocumentDraft(content: "# First"), of: api, as: root).document.id
            let second = try await documents.create(APIDocumentDraft(content: "# Second"), of: api, as: root).document
                .id
            let refused = try await withThrowingTaskGroup(of: Int.self) { group in
                for (id, parent) in [(first, second), (second, first)] {
                    group.addTask {
                        do {
                            try await documents.move(id, of: api, to: parent, index: 0, as: root)
                            return 0
                        } catch Refusal.conflict {
                            return 1
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(refused == 1)
            let tree = try await documents.tree(of: api, as: root)
            #expect(tree.count == 1)
            #expect(tree.first?.children.count == 1)
        }
    }
}
