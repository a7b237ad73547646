import Core
import HTTPTypes
import Model
import Web

/// Entities that the contract knows and this gateway does not run: there are none, and none can be made.
struct OtherEntityRoutes {
    /// A collection below a control plane, and the name that its operations go by.
    private struct Collection {
        let path: String
        let parameter: String
        let name: String
        let isWritten: Bool

        init(_ path: String, _ parameter: String, _ name: String, isWritten: Bool = true) {
            self.path = path
            self.parameter = parameter
            self.name = name
            self.isWritten = isWritten
        }
    }

    private static let consumer = "core-entities/consumers/{ConsumerIdForNestedEntities}"
    private static let service = "core-entities/services/{ServiceId}"
    private static let costs = "graphql-rate-limiting-advanced"

    private static let collections: [Collection] = [
        Collection("core-entities/acls", "ACLId", "acl", isWritten: false),
        Collection("\(consumer)/acls", "ACLId", "acl-with-consumer"),
        Collection("core-entities/basic-auths", "BasicAuthId", "basic-auth", isWritten: false),
        Collection("\(consumer)/basic-auth", "BasicAuthId", "basic-auth-with-consumer"),
        Collection("core-entities/ca_certificates", "CACertificateId", "ca_certificate"),
        Collection("core-entities/certificates", "CertificateId", "certificate"),
        Collection("core-entities/certificates/{CertificateId}/snis", "SNIId", "sni-with-certificate"),
        Collection("core-entities/consumer_groups", "ConsumerGroupId", "consumer_group"),
        Collection(
            "core-entities/consumer_groups/{ConsumerGroupId}/plugins", "PluginId", "plugin-with-consumer_group"),
        Collection("core-entities/custom-plugins", "CustomPluginId", "custom-plugin"),
        Collection("core-entities/degraphql_routes", "Degraphql_routeId", "degraphql_route", isWritten: false),
        Collection("\(service)/degraphql/routes", "Degraphql_routeId", "degraphql_route-with-service"),
        Collection("core-entities/\(costs)/costs", "GraphQLCostDecorationId", "\(costs)-cost", isWritten: false),
        Collection("\(service)/\(costs)/costs", "GraphQLCostDecorationId", "\(costs)-cost-with-service"),
        Collection("core-entities/hmac-auths", "HMACAuthId", "hmac-auth", isWritten: false),
        Collection("\(consumer)/hmac-auth", "HMACAuthId", "hmac-auth-with-consumer"),
        Collection("core-entities/jwts", "JWTId", "jwt", isWritten: false),
        Collection("\(consumer)/jwt", "JWTId", "jwt-with-consumer"),
        Collection("core-entities/key-sets", "KeySetId", "key-set"),
        Collection("core-entities/key-sets/{KeySetId}/keys", "KeyId", "key-with-key-set"),
        Collection("core-entities/keys", "KeyId", "key"),
        Collection("core-entities/mtls-auths", "MTLSAuthId", "mtls-auth", isWritten: false),
        Collection("\(consumer)/mtls-auth", "MTLSAuthId", "mtls-auth-with-consumer"),
        Collection("core-entities/partials", "PartialId", "partial"),
        Collection("core-entities/snis", "SNIId", "sni"),
        Collection("core-entities/upstreams", "UpstreamId", "upstream"),
        Collection("core-entities/upstreams/{UpstreamIdForTarget}/targets", "TargetId", "target-with-upstream"),
        Collection("core-entities/vaults", "VaultId", "vault"),
    ]

    private static let root = "/v2/control-planes/{controlPlaneId}/"
    private static let groups = root + "core-entities/consumer_groups/{ConsumerGroupId}/consumers"
    private static let memberships = root + "core-entities/consumers/{ConsumerId}/consumer_groups"

    private let entities: CoreEntities

    init(_ product: Product) {
        entities = product.coreEntities
    }

    var endpoints: [Endpoint<OperatorCaller>] {
        Self.collections.flatMap(table) + strays + besides
    }

    private func table(_ collection: Collection) -> [Endpoint<OperatorCaller>] {
        let all = Self.root + collection.path, one = "\(all)/{\(collection.parameter)}", name = collection.name
        var table = [list(all, "list-\(name)"), missing(.get, one, "get-\(name)")]
        if collection.isWritten {
            table += [
                refusing(.post, all, "create-\(name)"), refusing(.put, one, "upsert-\(name)"),
                missing(.delete, one, "delete-\(name)"),
            ]
        }
        return table
    }

    /// What fits no table.
    private var strays: [Endpoint<OperatorCaller>] {
        [
            list(Self.root + "core-entities/targets", "list-targets"),
            list(Self.root + "core-entities/partials/{PartialId}/links", "list-partial-link"),
            list(Self.groups, "list-consumers-for-consumer-group"),
            refusing(.post, Self.groups, "add-consumer-to-group"),
            missing(.delete, Self.groups, "remove-all-consumers-from-consumer-group"),
            missing(.delete, "\(Self.groups)/{ConsumerId}", "remove-consumer-from-group"),
            list(Self.memberships, "list-consumer-groups-for-consumer"),
            refusing(.post, Self.memberships, "add-consumer-to-specific-consumer-group"),
            missing(.delete, Self.memberships, "remove-consumer-from-all-consumer-groups"),
            missing(.delete, "\(Self.memberships)/{ConsumerGroupId}", "remove-consumer-from-consumer-group"),
            missing(.get, Self.root + "core-entities/schemas/partials/{partialType}", "fetch-partial-schema"),
        ]
    }

    /// How a list without anything in it looks.
    private enum Frame {
        /// `{data}`, as of core entities.
        case offset
        /// `{items, page}`.
        case counted
        /// `{data, meta}`.
        case cursor

        var empty: JSON {
            switch self {
            case .offset: ["data": []]
            case .counted: ["items": [], "page": ["total_count": 0]]
            case .cursor: ["data": [], "meta": ["page": ["next": .null, "previous": .null, "size": 10]]]
            }
        }

        var schema: Schema {
            switch self {
            case .offset: CoreEntityWire.pageSchema(.map(.anything))
            case .counted:
                .object(
                    name: nil,
                    [
                        .init("items", .array(.map(.anything))),
                        .init("page", .object(name: nil, [.init("total_count", .integer)])),
                    ])
            case .cursor:
                .cursorPage(of: .map(.anything), meta: .object(name: nil, [.init("page", .cursorMeta)]))
            }
        }
    }

    /// What stands beside the core entities: certificates and nodes of data planes, stores of secrets, own schemas.
    private var besides: [Endpoint<OperatorCaller>] {
        let certificates = Self.root + "dp-client-certificates", nodes = Self.root + "nodes"
        let schemas = Self.root + "core-entities/plugin-schemas"
        let stores = Self.root + "config-stores", secrets = "\(stores)/{configStoreId}/secrets"
        return [
            list(certificates, "list-dp-client-certificates", .counted),
            refusing(.post, certificates, "create-dataplane-certificate"),
            missing(.get, "\(certificates)/{certificateId}", "get-dataplane-certificate"),
            refusing(.put, "\(certificates)/{certificateId}", "update-dataplane-certificate"),
            missing(.delete, "\(certificates)/{certificateId}", "delete-dataplane-certificate"),
            list(nodes, "list-dataplane-nodes", .counted), list("\(nodes)/eol", "get-nodes-eol", .counted),
            missing(.get, "\(nodes)/{nodeId}", "get-nodes-node_id"),
            missing(.delete, "\(nodes)/{nodeId}", "delete-nodes-node_id"),
            list(schemas, "list-plugin-schemas", .counted), refusing(.post, schemas, "create-plugin-schemas"),
            missing(.get, "\(schemas)/{name}", "get-plugin-schema"),
            refusing(.put, "\(schemas)/{name}", "update-plugin-schemas"),
            missing(.delete, "\(schemas)/{name}", "delete-plugin-schemas"),
            list(stores, "list-config-stores", .cursor), refusing(.post, stores, "create-config-store"),
            missing(.get, "\(stores)/{configStoreId}", "get-config-store"),
            refusing(.put, "\(stores)/{configStoreId}", "update-config-store"),
            missing(.delete, "\(stores)/{configStoreId}", "delete-config-store"),
            list(secrets, "list-config-store-secrets", .cursor), refusing(.post, secrets, "create-config-store-secret"),
            missing(.get, "\(secrets)/{key}", "get-config-store-secret"),
            refusing(.put, "\(secrets)/{key}", "update-config-store-secret"),
            missing(.delete, "\(secrets)/{key}", "delete-config-store-secret"),
        ]
    }

    /// What the document says of such operations.
    static let absence = "This gateway runs none of them: the list is empty, and nothing can be added to it."

    private func list(
        _ path: String, _ operation: String, _ frame: Frame = .offset
    ) -> Endpoint<OperatorCaller> {
        let isOffset = frame == .offset
        let story = EndpointStory(
            summary: Self.summary(operation), description: Self.absence,
            list: isOffset ? nil : ListRules(filters: [:]), paging: .cursor,
            query: isOffset ? CoreEntityRoutes.paging : [], answer: frame.schema)
        return .get(path, operation, needs: .controlPlane(.view), story: story) { call in
            if isOffset {
                _ = try CoreEntityRoutes.size(call)
            } else {
                _ = try call.cursorList(ListRules(filters: [:]))
            }
            try await requireParents(call, path)
            return .json(frame.empty)
        }
    }

    private func missing(
        _ method: HTTPRequest.Method, _ path: String, _ operation: String
    ) -> Endpoint<OperatorCaller> {
        let story = EndpointStory(
            summary: Self.summary(operation), description: Self.absence,
            answer: method == .get ? .map(.anything) : nil, successStatus: method == .get ? 200 : 204)
        return Endpoint(method, path, operation, needs: .controlPlane(.view), story: story) { call in
            try await requireParents(call, path)
            throw Refusal.notFound
        }
    }

    private func refusing(
        _ method: HTTPRequest.Method, _ path: String, _ operation: String
    ) -> Endpoint<OperatorCaller> {
        let story = EndpointStory(
            summary: Self.summary(operation), description: Self.absence, bodySchema: .map(.anything),
            successStatus: method == .post ? 201 : 200)
        return Endpoint(method, path, operation, needs: .controlPlane(.view), story: story) { call in
            try await requireParents(call, path)
            _ = try await call.json()
            let problem = FieldProblem("body", .invalid, "this gateway does not run such entities")
            throw Refusal.invalid([problem], detail: "This gateway does not run such entities")
        }
    }

    /// The control plane must be there, and every entity that the path goes through.
    private func requireParents(_ call: Call<OperatorCaller>, _ path: String) async throws {
        let plane: ID<ControlPlane> = try call.id("controlPlaneId"), actor = call.caller.actor
        _ = try await entities.list(.service, in: plane, limit: 1, as: actor)
        let parts = path.split(separator: "/").map(String.init)
        for index in parts.indices.dropLast() where index > 3 && parts[index].hasPrefix("{") {
            let kind = CoreEntity.Kind(rawValue: String(parts[index - 1].dropLast()))
            guard let kind else { throw Refusal.notFound }
            _ = try await entities.find(
                kind, call.text(String(parts[index].dropFirst().dropLast())), in: plane, as: actor)
        }
    }

    /// `list-acl-with-consumer` as a sentence.
    private static func summary(_ operation: String) -> String {
        let words = operation.replacing("_", with: " ").replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
