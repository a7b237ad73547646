package import Core
import HTTPTypes
import Model
package import Web

/// Publications of APIs, by API, by portal and in all: operators only.
package struct PublicationRoutes {
    private static let path = "/v3/apis/{apiId}/publications/{portalId}"
    private let publications: Publications

    package init(_ product: Product) {
        publications = product.publications
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        let shape = PublicationWire.shape
        return [
            .put(
                Self.path, "publish-api-to-portal",
                story: EndpointStory(
                    summary: "Publish an API to a portal", body: { _ = PublicationWire.draft(&$0) },
                    answer: shape.schema), publish),
            .get(
                Self.path, "fetch-publication",
                story: EndpointStory(summary: "Get a publication", answer: shape.schema), get),
            .delete(
                Self.path, "delete-publication",
                story: EndpointStory(summary: "Take an API from a portal", successStatus: 204), delete),
            .get(
                "/v3/api-publications", "list-api-publications",
                story: EndpointStory(
                    summary: "List publications", list: Publication.list, answer: PublicationWire.entry.pageSchema),
                list),
            .get(
                "/v3/portals/{portalId}/api-publications", "list-portal-api-publications",
                story: EndpointStory(
                    summary: "List the publications of a portal", list: Publication.portalList,
                    answer: PublicationWire.portalEntry.pageSchema), listOfPortal),
        ]
    }

    private func publish(_ call: Call<OperatorCaller>) async throws -> Reply {
        let api: ID<API> = try call.id("apiId"), portal: ID<Portal> = try call.id("portalId")
        let draft = try await call.body { PublicationWire.draft(&$0) }
        let publication = try await publications.publish(api, to: portal, draft, as: call.caller.actor)
        return .json(PublicationWire.shape.json(publication))
    }

    private func get(_ call: Call<OperatorCaller>) async throws -> Reply {
        let found = try await publications.find(call.id("apiId"), on: call.id("portalId"), as: call.caller.actor)
        return .json(PublicationWire.shape.json(found))
    }

    private func delete(_ call: Call<OperatorCaller>) async throws -> Reply {
        try await publications.unpublish(call.id("apiId"), from: call.id("portalId"), as: call.caller.actor)
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
