import Core
import Model
import Web

/// The APIs of a portal on the wire of the developer API.
enum CatalogWire {
    /// An API with the strategies of its publication.
    struct Entry: Sendable {
        var item: CatalogItem
        var strategies: [AuthStrategy]
    }

    static let shape = Shape<Entry>(
        "Api",
        [
            .init("id") { $0.item.api.id }, .init("created_at") { $0.item.api.createdAt },
            .init("updated_at") { $0.item.api.updatedAt }, .init("name") { $0.item.api.name },
            .init("version") { $0.item.api.version }, .init("description") { $0.item.api.description },
            .init("visibility") { $0.item.publication.visibility }, .init("slug") { $0.item.api.slug },
            .init("auth_strategies", as: .array(.anything)) { .array($0.strategies.map(strategy)) },
            .init("specifications", arrayOf: specification) { $0.item.currentVersion.map { [$0] } ?? [] },
            .init("current_version_summary", optional: currentVersion) { $0.item.currentVersion },
            .init("attributes") { $0.item.api.attributes },
        ])

    private static let specification = Shape<APIVersion>(
        "ApiSpecification", [.init("id") { $0.id }, .init("type") { $0.kind.wireName }])

    private static let type = Shape<APIVersion>("ApiSpecType", [.init("type") { $0.kind.wireName }])

    private static let currentVersion = Shape<APIVersion>(
        "ApiCurrentVersion", [.init("id") { $0.id }, .init("spec", type) { $0 }])

    static let versionSummary = Shape<APIVersion>(
        "ApiVersionSummary", [.init("id") { $0.id }, .init("version") { $0.version }, .init("spec", type) { $0 }])

    static let version = Shape<(APIVersion, String)>(
        "ApiVersion",
        [
            .init("id") { $0.0.id }, .init("version") { $0.0.version },
            .init(
                "spec",
                Shape<(APIVersion, String)>(
                    "ApiVersionSpec", [.init("type") { $0.0.kind.wireName }, .init("content") { $0.1 }])
            ) { $0 },
        ])

    static let specificationSummary = Shape<APIVersion>(
        "ApiSpecDocumentSummary", [.init("id") { $0.id }, .init("api_type") { $0.kind.wireName }])

    static let specificationDocument = Shape<(APIVersion, String)>(
        "ApiSpecDocument", [.init("api_type") { $0.0.kind.wireName }, .init("content") { $0.1 }])

    static let document = Shape<APIDocumentPage>(
        "ApiDocument",
        [
            .init("id") { $0.document.id }, .init("parent_document_id") { $0.document.parentID },
            .init("slug") { $0.document.slug }, .init("title") { $0.document.title }, .init("content") { $0.content },
        ])

    private static let documentSummary = Shape<APIDocument>(
        "ApiDocumentTree",
        [
            .init("id") { $0.id }, .init("parent_document_id") { $0.parentID }, .init("title") { $0.title },
            .init("slug") { $0.slug }, .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    static func tree(_ tree: APIDocumentTree) -> JSON {
        let members = documentSummary.json(tree.document).members ?? []
        return .object(members + [JSON.Member("children", .array(tree.children.map(self.tree)))])
    }

    static let treeSchema = Schema.object(
        name: nil,
        [.init("data", .array(documentSummary.adding([.init("children", as: .array(.anything)) { _ in [] }]).schema))])

    static let actionsSchema = Schema.object(
        name: nil,
        [
            .init(
                "actions",
                .object(
                    name: nil,
                    [.init("view", .boolean), .init("register", .boolean), .init("view_documentation", .boolean)]))
        ])

    static let attributesSchema = Schema.object(
        name: nil,
        [
            .init("data", .array(.object(name: "ApiAttribute", [.init("key", .string()), .init("values", values)]))),
            .init("meta", PageMeta.schema),
        ])

    private static let values = Schema.array(
        .object(
            name: nil,
            [
                .init("value", .string()), .init("api_count", .integer),
                .init("selected_api_count", .integer, isRequired: false),
            ]))

    /// A list that is always one page.
    static func whole<Item: Sendable>(_ items: [Item], _ shape: Shape<Item>) -> JSON {
        let size = max(items.count, PageRequest().size)
        return shape.page(Page(items: items, total: items.count, request: PageRequest(size: size)))
    }

    private static func strategy(_ strategy: AuthStrategy) -> JSON {
        var members: [JSON.Member] = [
            .init("id", .string(strategy.id.text)), .init("name", .string(strategy.displayName)),
        ]
        switch strategy.kind {
        case .keyAuth(let keyAuth):
            members.append(.init("credential_type", "key_auth"))
            members.append(.init("key_names", keyAuth.keyNames.wire))
            if let span = keyAuth.timeToLive {
                let json: JSON = ["value": .integer(Int64(span.value)), "unit": .string(span.unit.rawValue)]
                members.append(.init("ttl", json))
            }
        case .openIDConnect(let configuration):
            members.append(.init("credential_type", .string(strategy.credentialType)))
            members.append(.init("auth_methods", configuration["auth_methods"] ?? []))
            members.append(.init("available_scopes", configuration["scopes"] ?? []))
        }
        return .object(members)
    }
}

/// What search finds, on the wire of the developer API.
enum CatalogSearchWire {
    static let pageSchema = Schema.object(
        name: nil,
        [.init("data", .array(hit)), .init("meta", .object(name: nil, [.init("page", page)]))])

    private static let hit = Schema.object(
        name: "SearchHit",
        [
            .init("id", .string()), .init("type", .choice(["api_specs_operation", "api_document"])),
            .init("name", .string()), .init("match", .string()), .init("description", .string()),
            .init("attributes", .map(.anything)), .init("relations", .map(.string())),
        ])
    private static let page = Schema.object(
        name: "CursorPage",
        [.init("next", .nullable(.string())), .init("previous", .nullable(.string())), .init("size", .integer)])

    static func json(_ hit: CatalogHit, portal: Portal, organization: String, query: String) -> JSON {
        let api = hit.api
        var relations: [JSON.Member] = [
            .init("api_id", .string(api.id.text)), .init("portal_id", .string(portal.id.text)),
            .init("org_id", .string(organization)), .init("api_name", .string(api.name)),
            .init("api_slug", .string(api.slug)), .init("api_version", .string(api.version ?? "")),
            .init("api_description", .string(api.description ?? "")),
        ]
        switch hit.found {
        case .operation(let operation, let version):
            relations.insert(.init("spec_id", .string(version.text)), at: 1)
            return [
                "id": .string("\(version.text):\(operation.key)"), "type": "api_specs_operation",
                "name": .string(operation.summary ?? operation.operationID ?? operation.path),
                "match": .string(query), "description": .string(operation.description ?? ""),
                "attributes": attributes(operation, api), "relations": .object(relations),
            ]
        case .document(let document, let path):
            let parent: JSON = .string(document.parentID?.text ?? "")
            relations.removeAll { $0.name == "api_name" }
            relations.insert(.init("spec_id", ""), at: 1)
            relations += [
                .init("parent_document_id", parent), .init("path", .string(path.joined(separator: "/"))),
                .init("slug", .string(document.slug)),
            ]
            return [
                "id": .string(document.id.text), "type": "api_document", "name": .string(document.title),
                "match": .string(query), "description": "",
                "attributes": [
                    "created_at": document.createdAt.wire, "updated_at": document.updatedAt.wire,
                    "path": .string(path.joined(separator: "/")), "scope": "api_document",
                    "api_slug": .string(api.slug), "parent_document_id": parent, "slug": .string(document.slug),
                ], "relations": .object(relations),
            ]
        }
    }

    private static func attributes(_ operation: SpecificationOperation, _ api: API) -> JSON {
        [
            "created_at": api.createdAt.wire, "updated_at": api.updatedAt.wire,
            "operation_id": .string(operation.operationID ?? ""), "operation_key": .string(operation.key),
            "path": .string(operation.path), "method": .string(operation.method), "scope": "api_specs_operation",
            "summary": .string(operation.summary ?? ""), "api_description": .string(api.description ?? ""),
            "api_name": .string(api.name), "api_slug": .string(api.slug), "api_version": .string(api.version ?? ""),
        ]
    }
}
