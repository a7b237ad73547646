import Core
import HTTPTypes
import Model
import Web

/// `/v3/portals/{portalId}/pages` and the content that a portal may begin with: operators only.
struct PortalPageRoutes {
    private static let path = "/v3/portals/{portalId}/pages"
    private static let onePath = path + "/{pageId}"
    /// A million characters, each of which JSON may write in six.
    static let bodyLimit = 8 * Call<OperatorCaller>.jsonLimit

    private let pages: PortalPages
    private let content: DefaultContent

    init(_ product: Product) {
        pages = product.portalPages
        content = product.defaultContent
    }

    var endpoints: [Endpoint<OperatorCaller>] {
        let shape = PortalPageWire.shape
        return [
            .get(
                Self.path, "list-portal-pages", needs: .portal(.view),
                story: EndpointStory(
                    summary: "List pages as a tree", list: PortalPage.list, paging: .whole,
                    answer: PortalPageWire.treeSchema), list),
            .post(
                Self.path, "create-portal-page", needs: .portal(.editContent),
                story: EndpointStory(
                    summary: "Add a page", body: { _ = PortalPageWire.draft(&$0) }, answer: shape.schema,
                    successStatus: 201), create),
            .get(
                Self.onePath, "get-portal-page", needs: .portal(.view),
                story: EndpointStory(summary: "Get a page", answer: shape.schema), get),
            .patch(
                Self.onePath, "update-portal-page", needs: .portal(.editContent),
                story: EndpointStory(
                    summary: "Update a page", body: { _ = PortalPageWire.change(&$0) }, answer: shape.schema),
                update),
            .delete(
                Self.onePath, "delete-portal-page", needs: .portal(.editContent),
                story: EndpointStory(summary: "Delete a page", successStatus: 204),
                delete),
            .post(
                Self.onePath + "/move", "move-portal-pages", needs: .portal(.editContent),
                story: EndpointStory(
                    summary: "Move a page", body: { _ = PortalPageWire.move(&$0) }, isOpenBody: true,
                    successStatus: 201), move),
            .post(
                "/v3/portals/{portalId}/default-content", "create-default-content", needs: .portal(.editContent),
                story: EndpointStory(
                    summary: "Add the content that a portal may begin with", answer: PortalPageWire.added,
                    successStatus: 201), addDefaults),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(PortalPage.list, paged: false)
        let tree = try await pages.tree(on: call.id("portalId"), query, as: call.caller.actor)
        return .json(["data": .array(tree.map(PortalPageWire.tree))])
    }

    private func create(_ call: Call<OperatorCaller>) async throws -> Reply {
        let draft = try await call.body(limit: Self.bodyLimit) { PortalPageWire.draft(&$0) }
        let page = try await pages.create(draft, on: call.id("portalId"), as: call.caller.actor)
        return .json(PortalPageWire.shape.json(page), status: .created)
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let page = try await pages.find(call.id("pageId"), on: call.id("portalId"), as: call.caller.actor)
        return .json(PortalPageWire.shape.json(page))
    }

    private func update(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<PortalPage> = try call.id("pageId")
        let change = try await call.body(limit: Self.bodyLimit) { PortalPageWire.change(&$0) }
        let page = try await pages.update(id, on: call.id("portalId"), change, as: call.caller.actor)
        return .json(PortalPageWire.shape.json(page))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await pages.delete(call.id("pageId"), on: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }

    private func move(_ call: Call<OperatorCaller>) async throws -> Reply {
        let id: ID<PortalPage> = try call.id("pageId"), portal: ID<Portal> = try call.id("portalId")
        let place = try await call.body(isClosed: false) { PortalPageWire.move(&$0) }
        try await pages.move(id, on: portal, to: place.parent, index: place.index, as: call.caller.actor)
        return .empty(.created)
    }

    private func addDefaults(_ call: Call<OperatorCaller>) async throws -> Reply {
        let added = try await content.add(to: call.id("portalId"), as: call.caller.actor)
        return .json(["pages": added.pages.wire, "snippets": added.snippets.wire], status: .created)
    }
}
