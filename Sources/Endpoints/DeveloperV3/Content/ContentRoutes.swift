import Core
import HTTPTypes
import Model
import Web

/// Pages, snippets, looks and pictures on a portal's host: visitors see what is public, developers what is private too.
struct ContentRoutes {
    private let content: SiteContent
    private let customizations: Customizations

    init(_ product: Product) {
        content = product.siteContent
        customizations = product.customizations
    }

    var endpoints: [Endpoint<PortalVisitor>] { textEndpoints + lookEndpoints }

    private var textEndpoints: [Endpoint<PortalVisitor>] {
        [
            .get(
                "/api/v3/pages", "list-portal-pages",
                story: EndpointStory(
                    summary: "List pages as a tree", list: PortalPage.list, paging: .whole,
                    answer: ContentWire.treeSchema)
            ) { call in
                let query = try call.list(PortalPage.list, paged: false)
                let tree = try await content.tree(on: call.caller.portal, query, as: call.caller.actor)
                return .json(["data": .array(tree.map(ContentWire.tree))])
            },
            .get(
                "/api/v3/pages/{pagePath}", "get-portal-page-by-name",
                story: EndpointStory(summary: "Get a page by its address", answer: ContentWire.page.schema)
            ) { call in
                let path = try call.text("pagePath").split(separator: "/").map(String.init)
                let found = try await content.page(at: path, on: call.caller.portal, as: call.caller.actor)
                return .json(ContentWire.page.json(found.page))
            },
            .get(
                "/api/v3/snippets", "list-portal-snippets",
                story: EndpointStory(
                    summary: "List snippets", list: Snippet.list, answer: ContentWire.snippetInfo.pageSchema)
            ) { call in
                let query = try call.list(Snippet.list)
                let page = try await content.snippets(on: call.caller.portal, query, as: call.caller.actor)
                return .json(ContentWire.snippetInfo.page(page))
            },
            .get(
                "/api/v3/snippets/{snippetName}", "get-portal-snippet-by-name",
                story: EndpointStory(summary: "Get a snippet by its name", answer: ContentWire.snippet.schema)
            ) { call in
                let name = try call.text("snippetName")
                let found = try await content.snippet(named: name, on: call.caller.portal, as: call.caller.actor)
                return .json(ContentWire.snippet.json(found))
            },
        ]
    }

    private var lookEndpoints: [Endpoint<PortalVisitor>] {
        let looks: [Endpoint<PortalVisitor>] = [
            .get(
                "/api/v3/customization", "get-portal-customization",
                story: EndpointStory(summary: "Get how the portal looks", answer: CustomizationWire.shape.schema)
            ) { call in
                let shown = try await customizations.shown(on: call.caller.portal, as: call.caller.actor)
                return .json(CustomizationWire.shape.json(shown))
            },
            .get(
                "/api/v3/integrations", "get-portal-integrations",
                story: EndpointStory(summary: "Get the portal's integrations", answer: IntegrationWire.schema)
            ) { call in .json(IntegrationWire.json(call.caller.look.integrations)) },
        ]
        return looks
            + PortalAsset.Kind.allCases.map { kind in
                .get(
                    "/api/v3/assets/\(kind.rawValue)", "get-portal-\(kind.rawValue)",
                    story: EndpointStory(
                        summary: "Get the \(kind.rawValue)", answer: .string(), media: ["image/*"])
                ) { call in
                    let found = try await customizations.asset(kind, on: call.caller.portal.id)
                    // The contract of this door has a name of its own for JPEG.
                    let type = found.asset.type == .jpeg ? "image/jpg" : found.asset.type.rawValue
                    return .picture(found.bytes, type: type)
                }
            }
    }
}
