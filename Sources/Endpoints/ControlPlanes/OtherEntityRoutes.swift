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
        Self.collections.flatMap(table) + strays
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

    private static let absence = "This gateway runs none of them: the list is empty, and nothing can be added to it."

    private func list(_ path: String, _ operation: String) -> Endpoint<OperatorCaller> {
        let story = EndpointStory(
            summary: Self.summary(operation), description: Self.absence, query: CoreEntityRoutes.paging,
            answer: CoreEntityWire.pageSchema(.map(.anything)))
        return .get(path, operation, needs: .controlPlane(.view), story: story) { call in
            _ = try CoreEntityRoutes.size(call)
            try await requireParents(call, path)
            return .json(["data": []])
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
