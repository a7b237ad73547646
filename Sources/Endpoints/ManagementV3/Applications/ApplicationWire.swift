import Model
import Web

extension Registration.Status: WireChoice {}

/// What applications say of their strategy.
enum ApplicationStrategyWire {
    static let schema = Schema.object(
        name: "ApplicationAuthStrategy",
        [
            .init("id", .string(format: "uuid")), .init("name", .string()), .init("credential_type", .string()),
            .init("key_names", .array(.string()), isRequired: false),
            .init("ttl", .map(.anything), isRequired: false),
            .init("auth_methods", .array(.string()), isRequired: false),
            .init("available_scopes", .array(.string()), isRequired: false),
        ])

    /// Operators read the strategy's name, developers its display name.
    static func json(_ strategy: AuthStrategy, named name: String) -> JSON {
        var members: [JSON.Member] = [.init("id", strategy.id.wire), .init("name", .string(name))]
        switch strategy.kind {
        case .keyAuth(let keyAuth):
            members.append(.init("credential_type", "key_auth"))
            members.append(.init("key_names", keyAuth.keyNames.wire))
            if let ttl = keyAuth.timeToLive { members.append(.init("ttl", StrategyWire.json(ttl))) }
        case .openIDConnect(let configuration):
            let methods = OpenIDConnectConfiguration.texts("auth_methods", in: configuration)
            let scopes = OpenIDConnectConfiguration.texts("scopes", in: configuration)
            members.append(.init("credential_type", .string(strategy.credentialType)))
            members.append(.init("auth_methods", methods.wire))
            members.append(.init("available_scopes", scopes.wire))
        }
        return .object(members)
    }
}

/// Applications on the wire, version 3, as operators see them. The two kinds of strategy have two shapes.
enum ApplicationWire {
    private static let common: [Shape<ApplicationDetail>.Field] = [
        .init("id") { $0.id }, .init("created_at") { $0.application.createdAt },
        .init("updated_at") { $0.application.updatedAt }, .init("name") { $0.application.name },
        .init("description") { $0.application.description }, .init("labels") { $0.application.labels },
        .init("portal", as: idSchema) { ["id": $0.application.portalID.wire] },
        .init("registration_count") { $0.registrationCount },
        .init("auth_strategy", as: ApplicationStrategyWire.schema) {
            ApplicationStrategyWire.json($0.strategy, named: $0.strategy.name)
        },
        .init("owner", as: ownerSchema) { json($0.application.owner) },
    ]

    private static let keyAuth = Shape<ApplicationDetail>("KeyAuthApplication", common)
    private static let clientCredentials = Shape<ApplicationDetail>(
        "ClientCredentialsApplication",
        common + [
            .init("client_id") { $0.application.clientID ?? "" },
            .init("dcr_provider", as: .nullable(idSchema)) { _ in .null },
            .init("granted_scopes", as: .nullable(.array(.string()))) { _ in .null },
        ])

    static let schema = Schema.oneOf([keyAuth.schema, clientCredentials.schema])
    static let pageSchema = Schema.object(
        name: nil, [.init("data", .array(schema)), .init("meta", PageMeta.schema)])

    static func json(_ detail: ApplicationDetail) -> JSON {
        detail.strategy.keyAuth == nil ? clientCredentials.json(detail) : keyAuth.json(detail)
    }

    private static let idSchema = Schema.object(name: nil, [.init("id", .string(format: "uuid"))])
    static let ownerSchema = Schema.object(
        name: nil, [.init("type", .choice(["developer", "team"])), .init("id", .string(format: "uuid"))])

    static func json(_ owner: Application.Owner) -> JSON {
        switch owner {
        case .developer(let id): ["type": "developer", "id": id.wire]
        case .team(let id): ["type": "team", "id": id.wire]
        }
    }

    static let developer = Shape<TeamMember>(
        "ApplicationDeveloper",
        [.init("id") { $0.id }, .init("email") { $0.email }, .init("full_name") { $0.fullName }])

    static func draft(_ body: inout BodyReader) -> ApplicationDraft {
        var draft = ApplicationDraft(name: body.required("name", .text(Application.nameRule)))
        draft.description = body.nullable("description", .text(Application.descriptionRule))
        draft.labels = body.nullable("labels", .labels) ?? [:]
        draft.clientID = body.optional("client_id", .text(Application.clientIDRule))
        draft.strategyID = body.nullable("auth_strategy_id", .id())
        draft.owner = body.required("owner", owner)
        if body.optional("dcr_client_id", .text(Application.clientIDRule)) != nil {
            body.report("dcr_client_id", .invalid, "dcr_client_id needs a strategy with a DCR provider")
        }
        return draft
    }

    static func change(_ body: inout BodyReader) -> ApplicationChange {
        var change = ApplicationChange()
        change.owner = body.change("owner", owner)
        return change
    }

    private static let owner = ValueReader<Application.Owner>.object(
        standIn: { .developer(ID(stored: "")) },
        { body in
            let kind: OwnerKind = body.required("type", .choice())
            let id: ID<Developer> = body.required("id", .id())
            return kind == .team ? .team(ID(stored: id.text)) : .developer(id)
        })

    private enum OwnerKind: String, CaseIterable, Sendable {
        case developer, team
    }
}

extension Page where Item: Sendable {
    /// `{data, meta}` with each item written by a function.
    func json(_ write: (Item) -> JSON) -> JSON {
        [
            "data": .array(items.map(write)),
            "meta": ["page": PageMeta.json(number: request.number, size: request.size, total: total)],
        ]
    }
}
