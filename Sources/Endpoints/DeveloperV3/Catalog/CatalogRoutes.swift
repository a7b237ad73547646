import Core
import HTTPTypes
import Hummingbird
import Model
import Web

/// `/api/v3/apis` and what is below it, on a portal's host: visitors see what is public, developers what they may.
struct CatalogRoutes {
    private static let one = "/api/v3/apis/{apiIdOrSlug}"
    private let catalog: Catalog

    init(_ product: Product) {
        catalog = product.catalog
    }

    var endpoints: [Endpoint<PortalVisitor>] { apiEndpoints + versionEndpoints + documentEndpoints }

    private var apiEndpoints: [Endpoint<PortalVisitor>] {
        [
            .get(
                "/api/v3/apis", "list-apis",
                story: EndpointStory(
                    summary: "List APIs", list: CatalogItem.list, answer: CatalogWire.shape.pageSchema), list),
            .get(
                Self.one, "fetch-api", story: EndpointStory(summary: "Get an API", answer: CatalogWire.shape.schema),
                get),
            .get(
                Self.one + "/actions", "get-api-actions",
                story: EndpointStory(summary: "Tell what I may do with an API", answer: CatalogWire.actionsSchema),
                actions),
            .get(
                Self.one + "/images/{imageType}/raw", "fetch-api-image",
                story: EndpointStory(summary: "Go to the icon of an API", successStatus: 302), icon),
            .get(
                "/api/v3/api-attributes", "get-paginated-api-attributes",
                story: EndpointStory(
                    summary: "List the attributes of the APIs",
                    description: "`selected[key]=value` counts the APIs that would be left with each value.",
                    list: CatalogItem.attributeList, paging: .whole, answer: CatalogWire.attributesSchema),
                attributes),
        ]
    }

    private var versionEndpoints: [Endpoint<PortalVisitor>] {
        let versions = Self.one + "/versions", specifications = Self.one + "/specifications"
        return [
            .get(
                versions, "list-api-version-specs",
                story: EndpointStory(
                    summary: "List the versions of an API", answer: CatalogWire.versionSummary.pageSchema)
            ) { call in
                .json(CatalogWire.whole(try await self.versions(call), CatalogWire.versionSummary))
            },
            .get(
                versions + "/{versionId}", "fetch-api-version-spec",
                story: EndpointStory(summary: "Get a version of an API", answer: CatalogWire.version.schema)
            ) { call in
                .json(CatalogWire.version.json(try await content(call, "versionId")))
            },
            .get(
                versions + "/{versionId}/raw", "fetch-api-version-spec-raw",
                story: EndpointStory(
                    summary: "Get the description of a version as it is", answer: .anything,
                    media: ["application/json", "application/yaml"])
            ) { call in
                .description(try await content(call, "versionId").1)
            },
            .get(
                specifications, "list-api-specs",
                story: EndpointStory(
                    summary: "List the descriptions of an API", answer: CatalogWire.specificationSummary.pageSchema)
            ) { call in
                .json(CatalogWire.whole(try await self.versions(call), CatalogWire.specificationSummary))
            },
            .get(
                specifications + "/{specId}", "fetch-api-spec",
                story: EndpointStory(summary: "Get a description", answer: CatalogWire.specificationDocument.schema)
            ) { call in
                .json(CatalogWire.specificationDocument.json(try await content(call, "specId")))
            },
            .get(
                specifications + "/{specId}/raw", "fetch-api-spec-raw",
                story: EndpointStory(summary: "Get the text of a description", answer: .string())
            ) { call in
                .json(.string(try await content(call, "specId").1))
            },
        ]
    }

    private var documentEndpoints: [Endpoint<PortalVisitor>] {
        [
            .get(
                Self.one + "/documents", "list-api-documents",
                story: EndpointStory(summary: "List the documents of an API", answer: CatalogWire.treeSchema)
            ) { call in
                let slug = try call.text("apiIdOrSlug")
                let found = try await catalog.documents(slug, on: call.caller.portal, as: call.caller.actor)
                return .json(["data": .array(found.tree.map(CatalogWire.tree))])
            },
            .get(
                Self.one + "/documents/{documentIdOrSlug}", "fetch-api-document",
                story: EndpointStory(
                    summary: "Get a document of an API", answer: CatalogWire.document.schema,
                    media: ["application/json", "text/markdown"]), document),
        ]
    }

    private func list(_ call: Call<PortalVisitor>) async throws -> Reply {
        let query = try call.list(CatalogItem.list)
        let page = try await catalog.list(query, on: call.caller.portal, as: call.caller.actor)
        let strategies = try await catalog.strategies(of: page.items)
        return .json(CatalogWire.shape.page(page.map { Self.entry($0, strategies) }))
    }

    private func get(_ call: Call<PortalVisitor>) async throws -> Reply {
        let item = try await catalog.find(
            call.text("apiIdOrSlug"), on: call.caller.portal, as: call.caller.actor)
        return .json(CatalogWire.shape.json(Self.entry(item, try await catalog.strategies(of: [item]))))
    }

    private static func entry(_ item: CatalogItem, _ all: [ID<AuthStrategy>: AuthStrategy]) -> CatalogWire.Entry {
        CatalogWire.Entry(item: item, strategies: item.publication.strategyIDs.compactMap { all[$0] })
    }

    private func actions(_ call: Call<PortalVisitor>) async throws -> Reply {
        let found = try await catalog.actions(
            call.text("apiIdOrSlug"), on: call.caller.portal, as: call.caller.actor)
        return .json(["actions": ["view": true, "register": .bool(found.mayRegister), "view_documentation": true]])
    }

    private func icon(_ call: Call<PortalVisitor>) async throws -> Reply {
        guard try call.text("imageType") == "icon" else { throw Refusal.notFound }
        let (icon, _) = try await catalog.icon(
            of: call.text("apiIdOrSlug"), on: call.caller.portal, as: call.caller.actor)
        let path = "/_core/apis/\(icon.apiID)/icon?v=\(icon.updatedAt.milliseconds)"
        return Reply(.found, headers: [.location: path])
    }

    private func attributes(_ call: Call<PortalVisitor>) async throws -> Reply {
        let filters = try call.list(CatalogItem.attributeList, paged: false).filters
        var selected: [String: [String]] = [:]
        for (name, value) in call.rawQuery where name.hasPrefix("selected[") && name.hasSuffix("]") {
            let values = (value ?? "").split(separator: ",").map(String.init)
            selected[String(name.dropFirst(9).dropLast()), default: []] += values
        }
        let found = try await catalog.attributes(
            selected: selected, on: call.caller.portal, as: call.caller.actor)
        let items = found.filter { attribute in filters.allSatisfy { $0.accepts(attribute.key) } }.map { attribute in
            let values = attribute.values.map(Self.value)
            return ["key": .string(attribute.key), "values": .array(values)] as JSON
        }
        let shape = Shape<JSON>("", [])
        let meta = CatalogWire.whole(items, shape)["meta"] ?? .null
        return .json(["data": .array(items), "meta": meta])
    }

    private static func value(_ value: APIAttribute.Value) -> JSON {
        var members: [JSON.Member] = [
            .init("value", .string(value.value)), .init("api_count", .integer(Int64(value.apiCount))),
        ]
        if let count = value.selectedCount { members.append(.init("selected_api_count", .integer(Int64(count)))) }
        return .object(members)
    }

    private func versions(_ call: Call<PortalVisitor>) async throws -> [APIVersion] {
        try await catalog.versions(call.text("apiIdOrSlug"), on: call.caller.portal, as: call.caller.actor).versions
    }

    private func content(_ call: Call<PortalVisitor>, _ name: String) async throws -> (APIVersion, String) {
        try await catalog.content(
            of: call.id(name), call.text("apiIdOrSlug"), on: call.caller.portal, as: call.caller.actor)
    }

    private func document(_ call: Call<PortalVisitor>) async throws -> Reply {
        let key = [try call.text("documentIdOrSlug")]
        let page = try await catalog.document(
            key, of: call.text("apiIdOrSlug"), on: call.caller.portal, as: call.caller.actor)
        if call.request.headers[.accept]?.hasPrefix("text/markdown") ?? false { return .markdown(page.content) }
        return .json(CatalogWire.document.json(page))
    }
}

extension ListFilter {
    /// Whether a text passes a filter on strings.
    fileprivate func accepts(_ text: String) -> Bool {
        let values = values.compactMap(\.self)
        return switch op {
        case .neq: !values.contains(text)
        case .contains, .ocontains: values.contains { text.contains($0) }
        case .exists: true
        default: values.contains(text)
        }
    }
}
