package import Core
import HTTPTypes
import Model
package import Web

/// The events themselves, the key that signs them, and the older webhook that holds its own destination.
package struct AuditLogRoutes {
    private static let window = Duration.days(7)
    private static let rules = ListRules(
        filters: ["ts": .dateTime, "type": .choice(["authorization", "authentication", "gateway_access"])])

    private let log: AuditLog
    private let webhooks: AuditWebhooks
    private let destinations: AuditDestinations
    private let portals: Portals
    private let now: @Sendable () -> Instant

    package init(_ product: Product) {
        log = product.auditLog
        webhooks = product.auditWebhooks
        destinations = product.auditDestinations
        portals = product.portals
        now = product.kernel.clock
    }

    package var endpoints: [Endpoint<OperatorCaller>] {
        let shape = AuditWire.classicWebhook, path = "/v2/audit-log-webhook"
        return [
            .get(
                "/v3/audit-logs", "get-audit-logs", needs: .auditLogs(.view),
                story: EndpointStory(
                    summary: "List what was changed by whom", list: Self.rules, paging: .cursor,
                    answer: .cursorPage(
                        of: AuditEntry.schema, meta: .object(name: nil, [.init("page", .cursorMeta)]))), list),
            .get(
                path, "get-audit-log-webhook", needs: .auditLogs(.view),
                story: EndpointStory(summary: "Get the webhook", answer: shape.schema)
            ) {
                call in try await classic(call)
            },
            .patch(
                path, "update-audit-log-webhook", needs: .auditLogs(.update),
                story: EndpointStory(
                    summary: "Set up the webhook", body: { _ = Self.change(&$0) }, isOpenBody: true,
                    answer: shape.schema), setClassic),
            .get(
                path + "/status", "get-audit-log-webhook-status", needs: .auditLogs(.view),
                story: EndpointStory(summary: "Get the state of the webhook", answer: AuditWire.statusSchema)
            ) { call in
                .json(AuditWire.status(try await webhooks.find(.organization, as: call.caller.actor)))
            },
            .get(
                path + "/jwks.json", "get-audit-log-jwks", needs: .anybody,
                story: EndpointStory(summary: "Get the key that signs events", answer: .map(.anything)), keys),
        ]
    }

    private func list(_ call: Call<OperatorCaller>) async throws -> Reply {
        let query = try query(call), page = try await log.page(query, as: call.caller.actor)
        let key = try await log.signingKey(), organization = try await portals.organizationID()
        let kept = call.rawQuery.filter { $0.name.hasPrefix("filter") }.map { name, value in
            "&\(QueryString.encoded(name))=\(QueryString.encoded(value ?? ""))"
        }.joined()
        let link = { (name: String, event: AuditEvent?) -> JSON in
            guard let event else { return .null }
            let cursor = QueryString.encoded(AuditCursor.text(event))
            return .string("/v3/audit-logs?page[size]=\(query.size)&page[\(name)]=\(cursor)\(kept)")
        }
        let entries = page.events.map { AuditEntry($0, organization: organization).json(signedBy: key) }
        let next = link("after", page.hasOlder ? page.events.last : nil)
        let previous = link("before", page.hasNewer ? page.events.first : nil)
        return .json([
            "data": .array(entries),
            "meta": ["page": ["next": next, "previous": previous, "size": query.size.wire]],
        ])
    }

    /// What the query string asks for; the last seven days without a word about time.
    private func query(_ call: Call<OperatorCaller>) throws -> AuditQuery {
        var query = AuditQuery(), problems: [FieldProblem] = []
        let report = { (name: String, rule: FieldProblem.Rule, reason: String) in
            problems.append(FieldProblem(name, rule, "\"\(name)\" \(reason)", source: .query))
        }
        for (name, value) in call.rawQuery {
            let value = value ?? ""
            switch name {
            case "page[size]":
                let size = Int(value) ?? 0
                if (1...1_000).contains(size) {
                    query.size = size
                } else {
                    report(name, .max(1_000), "must be 1 to 1000")
                }
            case "page[after]", "page[before]":
                let cursor = AuditCursor.read(value)
                if cursor == nil, !value.isEmpty { report(name, .invalid, "must be a cursor that a list has given") }
                if name == "page[after]" { query.after = cursor } else { query.before = cursor }
            case "filter[ts][gte]", "filter[ts][lte]":
                let instant = Instant(iso: value)
                if instant == nil { report(name, .isDateTime, "must be an RFC 3339 date-time") }
                if name == "filter[ts][gte]" { query.from = instant } else { query.to = instant }
            case "filter[type]", "filter[type][eq]":
                switch value {
                case "authentication": query.kind = .authentication
                case "authorization": query.kind = .authorization
                case "gateway_access": query.kind = .gatewayAccess
                default: report(name, .oneOf(["authorization", "authentication", "gateway_access"]), "is no type")
                }
            case _ where name.hasPrefix("filter") || name.hasPrefix("page"):
                report(name, .unknownProperty, "is not allowed")
            default: break
            }
        }
        try Refusal.check(problems)
        if query.from == nil { query.from = (query.to ?? now()) - Self.window }
        return query
    }

    private func keys(_ call: Call<OperatorCaller>) async throws -> Reply {
        let key = try await log.signingKey()
        return .json([
            "keys": [
                [
                    "kty": "OKP", "alg": "EdDSA", "kid": .string(key.id), "crv": "Ed25519",
                    "x": .string(AuditSigningKey.base64URL(key.publicKey)),
                ]
            ]
        ])
    }
}

/// The older webhook: its destination goes by a name of its own.
extension AuditLogRoutes {
    private static let destinationName = "audit-log-webhook"

    private static func change(_ body: inout BodyReader) -> (AuditDestinationChange, Change<Bool>) {
        body.ignore("updated_at")
        return (AuditWire.change(&body), body.change("enabled", .boolean))
    }

    private func classic(_ call: Call<OperatorCaller>) async throws -> Reply {
        let webhook = try await webhooks.find(.organization, as: call.caller.actor)
        var destination: AuditDestination?
        if let id = webhook.destinationID { destination = try await destinations.find(id, as: call.caller.actor) }
        return .json(AuditWire.classicWebhook.json((webhook, destination)))
    }

    private func setClassic(_ call: Call<OperatorCaller>) async throws -> Reply {
        let actor = call.caller.actor
        let (change, isEnabled) = try await call.body(isClosed: false) { Self.change(&$0) }
        let webhook = try await webhooks.find(.organization, as: actor)
        if let id = webhook.destinationID {
            _ = try await destinations.update(id, change, as: actor)
            _ = try await webhooks.update(
                .organization, destination: .unchanged, isEnabled: isEnabled, as: actor)
        } else {
            let id = try await classicDestination(change, actor)
            _ = try await webhooks.update(.organization, destination: .set(id), isEnabled: isEnabled, as: actor)
        }
        return try await classic(call)
    }

    /// The one that was used before, or a new one.
    private func classicDestination(
        _ change: AuditDestinationChange, _ actor: Actor
    ) async throws -> ID<AuditDestination> {
        let query = ListQuery(filters: [ListFilter("name", .eq, [Self.destinationName])])
        if let known = try await destinations.list(query, as: actor).items.first {
            return try await destinations.update(known.id, change, as: actor).id
        }
        guard let endpoint = change.endpoint.value else {
            throw Refusal.invalid("endpoint", .required, "\"endpoint\" is required")
        }
        let draft = AuditDestinationDraft(
            name: Self.destinationName, endpoint: endpoint, authorization: change.authorization.value,
            format: change.format.value ?? .cef, skipsVerification: change.skipsVerification.value ?? false)
        return try await destinations.create(draft, as: actor).id
    }
}
