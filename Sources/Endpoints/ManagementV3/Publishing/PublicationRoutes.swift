package import Core
import HTTPTypes
package import Model
package import Web

/// Publications of APIs or of packages, by entry, by portal and in all: operators only.
package struct PublicationRoutes {
    private let publications: Publications
    private let kind: API.Kind

    package init(_ product: Product, _ kind: API.Kind = .api) {
        publications = kind == .api ? product.publications : product.packagePublications
        self.kind = kind
    }

    /// Of one entry of the catalog on one portal; the lists are for APIs and packages alike.
    package var ofOne: [Endpoint<OperatorCaller>] {
        let shape = PublicationWire.shape, path = kind.path + "/publications/{portalId}"
        let names =
            kind == .api
            ? ["fetch-publication", "delete-publication"]
            : ["fetch-api-package-publication", "delete-api-package-publication"]
        return [
            .put(
                path, kind.operation("publish-api-to-portal"), needs: .all([.api(.publish), .portal(.publish)]),
                story: EndpointStory(
                    summary: "Publish to a portal", body: { _ = PublicationWire.draft(&$0, of: kind) },
                    answer: shape.schema),
                publish),
            .get(
                path, names[0], needs: .api(.view),
                story: EndpointStory(summary: "Get a publication", answer: shape.schema), get),
            .delete(
                path, names[1], needs: .all([.api(.publish), .portal(.publish)]),
                story: EndpointStory(summary: "Take from a portal", successStatus: 204), delete),
        ]
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        ofOne + [
            .get(
                "/v3/api-publications", "list-api-publications", needs: .filtered,
                story: EndpointStory(
                    summary: "List publications", list: Publication.list, answer: PublicationWire.entry.pageSchema),
                list),
            .get(
                "/v3/portals/{portalId}/api-publications", "list-portal-api-publications", needs: .portal(.view),
                story: EndpointStory(
                    summary: "List the publications of a portal", list: Publication.portalList,
                    answer: PublicationWire.portalEntry.pageSchema), listOfPortal),
        ]
    }

    private func publish(_ call: Call<OperatorCaller>) async throws -> Reply {
        let api: ID<API> = try call.id(kind.parameter), portal: ID<Portal> = try call.id("portalId")
        let draft = try await call.body { PublicationWire.draft(&$0, of: kind) }
        let publication = try await publications.publish(api, to: portal, draft, as: call.caller.actor)
        return .json(PublicationWire.shape.json(publication))
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await publications.find(call.id(kind.parameter), on: call.id("portalId"), as: call.caller.actor)
        return .json(PublicationWire.shape.json(found))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await publications.unpublish(call.id(kind.parameter), from: call.id("portalId"), as: call.caller.actor)
        return .empty()
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let page = try await publications.list(call.list(Publication.list), as: call.caller.actor)
        return .json(PublicationWire.entry.page(page))
    }

    private func listOfPortal(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try call.list(Publication.portalList)
        let page = try await publications.list(query, on: call.id("portalId"), as: call.caller.actor)
        return .json(PublicationWire.portalEntry.page(page))
    }
}
